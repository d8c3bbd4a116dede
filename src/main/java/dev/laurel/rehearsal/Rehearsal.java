package dev.laurel.rehearsal;

import dev.laurel.errors.Hundredths;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The effects that a change would have on students; it has not been made.
 *
 * @param dryRun always true
 * @param complete false if the time was over before all students were counted; then there are no
 *     ranks, and the numbers are those of the students counted
 * @param students how many were counted
 * @param changes those whom it changes, the largest changes first
 * @param more how many it changes besides
 */
@RegisterForReflection
public record Rehearsal(
    boolean dryRun,
    boolean complete,
    int students,
    Summary summary,
    List<StudentChange> changes,
    int more) {

  /**
   * How many students the change concerns, in each way.
   *
   * @param gain those with more points on the board, or with as many and a higher total
   * @param lose those with fewer points on the board, or with as many and a lower total
   * @param moveUp those with a better rank
   */
  @RegisterForReflection
  @Schema(name = "RehearsalSummary")
  public record Summary(
      int gain,
      int lose,
      int moveUp,
      int moveDown,
      int achievementsGained,
      int achievementsLost,
      int streaksLonger,
      int streaksShorter,
      int levelsChanged) {}

  /**
   * A student, before and after the change.
   *
   * @param points on the board of the class; of a change for everybody, on the global board
   * @param rank on the same board; null unless the student is on it
   * @param totalChange by how much the points of all classes and achievements change
   * @param level of the points on the board; null below the first
   */
  @RegisterForReflection
  public record StudentChange(
      String id,
      String username,
      Points points,
      @Hundredths long totalChange,
      Numbers rank,
      Numbers streak,
      Achievements achievements,
      LevelNames level) {
    StudentChange named(String name) {
      return new StudentChange(id, name, points, totalChange, rank, streak, achievements, level);
    }
  }

  @RegisterForReflection
  @Schema(name = "RehearsedPoints")
  public record Points(@Hundredths long before, @Hundredths long after) {
    long change() {
      return after - before;
    }
  }

  @RegisterForReflection
  @Schema(name = "RehearsedNumbers")
  public record Numbers(Integer before, Integer after) {
    int change() {
      return before == null || after == null ? 0 : after - before;
    }
  }

  /** Ids of achievements. */
  @RegisterForReflection
  @Schema(name = "RehearsedAchievements")
  public record Achievements(List<String> gained, List<String> lost) {}

  @RegisterForReflection
  @Schema(name = "RehearsedLevels")
  public record LevelNames(String before, String after) {}
}
