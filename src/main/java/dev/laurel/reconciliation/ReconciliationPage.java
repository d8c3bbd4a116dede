package dev.laurel.reconciliation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.laurel.leaderboard.Page.Player;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Students of a class, in the order of their ids, with what both sides have for them.
 *
 * @param computedAt when Laurel's numbers of a student were computed last; null if none were yet
 * @param next the {@code after} of the next page; null at the end
 */
@RegisterForReflection
@Schema(name = "ReconciliationPage")
record ReconciliationPage(
    Instant computedAt, Summary summary, List<Comparison> students, String next) {

  /**
   * The whole class.
   *
   * @param pending students whose numbers Laurel is computing again
   * @param zero whether no student differs, and none is pending
   */
  @RegisterForReflection
  @Schema(name = "ReconciliationSummary")
  record Summary(int students, int equal, int different, int pending, boolean zero) {
    static Summary of(List<Boolean> equal, int pending) {
      int same = (int) equal.stream().filter(Boolean::booleanValue).count();
      int different = equal.size() - same;
      return new Summary(equal.size(), same, different, pending, different == 0 && pending == 0);
    }
  }

  /**
   * A student.
   *
   * @param equal whether all that the other side says is what Laurel computes
   * @param reported by the other side; left out if it has said nothing
   * @param explanations of the difference, and of what shows none: another order of equals, and
   *     achievements that Laurel does not award
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ReconciliationStudent")
  record Comparison(
      Player user, boolean equal, Side reported, Side computed, List<Explanation> explanations) {}
}
