package dev.laurel.reconciliation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.laurel.errors.Hundredths;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.SortedSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The numbers of one side for a student of a class. Those that it does not say are null, and not
 * compared.
 *
 * @param rank in the class, by the points of this side unless it says another
 * @param asOf when it was so
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ReconciliationSide")
record Side(
    @Hundredths long points,
    Integer completions,
    Streak streak,
    SortedSet<String> achievements,
    Integer rank,
    Instant asOf) {

  /** A streak, of which parts may be null. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ReconciliationStreak")
  record Streak(Integer current, LocalDate lastDay, Integer longest) {
    static final Streak UNKNOWN = new Streak(null, null, null);

    /** True if all that this says is so. */
    boolean agreesWith(Streak other) {
      return isNullOr(current, other.current)
          && isNullOr(lastDay, other.lastDay)
          && isNullOr(longest, other.longest);
    }

    private static boolean isNullOr(Object said, Object other) {
      return said == null || said.equals(other);
    }
  }

  Side withRank(int other) {
    return new Side(points, completions, streak, achievements, other, asOf);
  }

  /**
   * True if the student has done nothing in the class. Achievements may come from other classes.
   */
  boolean isEmpty() {
    return points == 0 && (completions == null || completions == 0);
  }
}
