package dev.laurel.rehearsal;

import dev.laurel.errors.Hundredths;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
   * @param pointsBefore on the board of the class; of a change for everybody, on the global board
   * @param totalChange by how much the points of all classes and achievements change
   * @param rankBefore on the same board; null unless the student is on it
   * @param achievementsGained their ids
   * @param levelBefore of the points on the board; null below the first
   */
  @RegisterForReflection
  public record StudentChange(
      String id,
      String username,
      @Hundredths long pointsBefore,
      @Hundredths long pointsAfter,
      @Hundredths long totalChange,
      Integer rankBefore,
      Integer rankAfter,
      int streakBefore,
      int streakAfter,
      List<String> achievementsGained,
      List<String> achievementsLost,
      String levelBefore,
      String levelAfter) {

    /**
     * @param rankBefore null if there are to be no ranks, as {@code rankAfter}
     */
    static StudentChange of(
        String id, UserState before, UserState after, Integer rankBefore, Integer rankAfter) {
      return new StudentChange(
          id,
          null,
          before.pointsOrZero(),
          after.pointsOrZero(),
          after.total() - before.total(),
          rankBefore,
          rankAfter,
          before.streak(),
          after.streak(),
          without(after.achievements(), before.achievements()),
          without(before.achievements(), after.achievements()),
          before.level(),
          after.level());
    }

    private static List<String> without(Set<String> ids, Set<String> others) {
      return ids.stream().filter(id -> !others.contains(id)).sorted().toList();
    }

    StudentChange named(String name) {
      return new StudentChange(
          id,
          name,
          pointsBefore,
          pointsAfter,
          totalChange,
          rankBefore,
          rankAfter,
          streakBefore,
          streakAfter,
          achievementsGained,
          achievementsLost,
          levelBefore,
          levelAfter);
    }

    boolean isNone() {
      return points() == 0
          && totalChange == 0
          && Objects.equals(rankBefore, rankAfter)
          && streak() == 0
          && achievements() == 0
          && !levelChanges();
    }

    long points() {
      return pointsAfter - pointsBefore;
    }

    /** Below 0 for a better rank. */
    int rank() {
      return rankBefore == null || rankAfter == null ? 0 : rankAfter - rankBefore;
    }

    int streak() {
      return streakAfter - streakBefore;
    }

    int achievements() {
      return achievementsGained.size() + achievementsLost.size();
    }

    boolean levelChanges() {
      return !Objects.equals(levelBefore, levelAfter);
    }
  }
}
