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
 * @param computedAt until when Laurel's numbers are complete; null if it has not computed any yet
 * @param next the {@code after} of the next page; null at the end
 */
@RegisterForReflection
@Schema(name = "ReconciliationPage")
record ReconciliationPage(
    Instant computedAt, Summary summary, List<Comparison> students, String next) {

  /**
   * The whole class.
   *
   * @param zero whether no student differs
   */
  @RegisterForReflection
  @Schema(name = "ReconciliationSummary")
  record Summary(int students, int equal, int different, boolean zero) {
    static Summary of(List<Boolean> equal) {
      int same = (int) equal.stream().filter(Boolean::booleanValue).count();
      return new Summary(equal.size(), same, equal.size() - same, same == equal.size());
    }
  }

  /**
   * A student.
   *
   * @param equal whether all that the other side says is what Laurel computes
   * @param told by the other side; left out if it has said nothing
   * @param explanations of the difference; another order of equals is one without a difference
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ReconciliationStudent")
  record Comparison(
      Player user, boolean equal, Side told, Side computed, List<Explanation> explanations) {}
}
