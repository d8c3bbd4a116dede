package dev.laurel.authority;

import dev.laurel.errors.FieldError;
import dev.laurel.errors.Hundredths;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.Moment;
import dev.laurel.errors.Text;
import dev.laurel.ids.UserId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The numbers of a user in a class, as another back end says them. Those left out stay as they were
 * reported before.
 *
 * @param points all of them, those of achievements too if they are shown together
 * @param completions exercises completed
 * @param achievements of those that Laurel defines; none is taken away by leaving it out
 * @param rank for the comparison alone, since boards rank by points; other points without a rank
 *     have none
 * @param asOf by the clock of the other back end; what is older than what was reported is ignored
 */
@RegisterForReflection
record StandingReport(
    @NotNull @Valid User user,
    @NotNull @Hundredths(min = -MOST, max = MOST) Integer points,
    @Min(0) @Max(MOST) Integer completions,
    @Valid Streak streak,
    @Size(max = 1_000) List<@NotNull @Valid Award> achievements,
    @Min(1) Integer rank,
    @Moment Instant asOf) {
  private static final int MOST = 10_000_000;
  private static final int MOST_DAYS = 10_000;
  private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);

  /** Where days begin first. */
  private static final ZoneOffset EARLIEST = ZoneOffset.ofHours(14);

  /** The user, with a name for one who is new. */
  @RegisterForReflection
  @Schema(name = "ReportedUser")
  record User(@NotNull @UserId String id, @Text @Size(max = 150) String username) {}

  /**
   * A streak.
   *
   * @param current the days of the one that ended, or ends, on {@code lastDay}
   * @param longest the days of the longest one of all time
   */
  @RegisterForReflection
  @Schema(name = "ReportedStreak")
  record Streak(
      @NotNull @Min(0) @Max(MOST_DAYS) Integer current,
      LocalDate lastDay,
      @Min(0) @Max(MOST_DAYS) Integer longest) {}

  /** An achievement. */
  @RegisterForReflection
  @Schema(name = "ReportedAward")
  record Award(@NotNull @Identifier String id, @NotNull @Moment Instant earnedAt) {}

  /** Errors that constraints of single fields don't find. */
  List<FieldError> contradictions(Instant now) {
    var errors = new ArrayList<FieldError>();
    if (streak != null && streak.current() > 0 && streak.lastDay() == null) {
      errors.add(new FieldError("streak.last_day", "must be given with a streak"));
    } else if (streak != null && streak.lastDay() != null) {
      if (streak.lastDay().isAfter(LocalDate.ofInstant(now, EARLIEST))) {
        errors.add(new FieldError("streak.last_day", "must not be in the future"));
      } else if (streak.lastDay().isBefore(FIRST_DAY)) {
        errors.add(new FieldError("streak.last_day", "must not be before " + FIRST_DAY));
      }
    }
    var seen = new HashSet<String>();
    for (int i = 0; achievements != null && i < achievements.size(); i++) {
      if (!seen.add(achievements.get(i).id())) {
        errors.add(new FieldError("achievements[" + i + "].id", "is in the list already"));
      }
    }
    return errors;
  }

  /** True if it is older than what was reported before. */
  boolean isOlderThan(ReportedStanding before) {
    return asOf != null && before.asOf != null && asOf.isBefore(before.asOf);
  }

  /** Writes what it says into what was reported before. */
  void updateInto(ReportedStanding row, Instant now) {
    // As long as the numbers are the same, they were reached when they were.
    row.reachedAt =
        row.receivedAt != null && row.points == points ? null : asOf == null ? now : asOf;
    // A rank is one of the points that it was said with.
    row.rank = rank == null && row.points == points ? row.rank : rank;
    row.points = points;
    row.completions = completions == null ? row.completions : completions;
    if (streak != null) {
      row.streak = streak.current();
      row.lastDay = streak.lastDay();
      row.longest = streak.longest() == null ? row.longest : streak.longest();
    }
    if (achievements != null) {
      row.achievements = achievements.stream().map(Award::id).sorted().toList();
    }
    row.asOf = asOf == null ? row.asOf : asOf;
    row.receivedAt = now;
  }
}
