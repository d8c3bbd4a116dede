package dev.laurel.gradebook;

import dev.laurel.errors.Hundredths;
import dev.laurel.leaderboard.Page.Player;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Students of a class, in the order of their ids, with their results.
 *
 * @param next the {@code after} of the next page; null at the end
 */
@RegisterForReflection
@Schema(name = "GradebookPage")
record GradebookPage(List<Row> students, String next) {
  /**
   * A student.
   *
   * @param section null for none
   * @param totalPoints those on the board of the class: of the {@code results} and the {@code
   *     adjustments}
   * @param adjustments the sum of the points by hand, and of those from elsewhere
   * @param results in the order of {@code source} and {@code problemId}
   */
  @RegisterForReflection
  @Schema(name = "GradebookRow")
  record Row(
      Player user,
      String section,
      @Hundredths long totalPoints,
      int completedProblems,
      @Hundredths long adjustments,
      List<Cell> results) {}

  /**
   * The results of a student for a problem.
   *
   * @param points by the rules of the class
   * @param score that of the best attempt, with its {@code maxScore} and {@code submittedAt}; null
   *     when all attempts have expired
   * @param attempts that count and are kept
   */
  @RegisterForReflection
  @Schema(name = "GradebookResult")
  record Cell(
      String source,
      String problemId,
      String title,
      @Hundredths int points,
      boolean completed,
      Double score,
      Double maxScore,
      Instant submittedAt,
      int attempts) {}
}
