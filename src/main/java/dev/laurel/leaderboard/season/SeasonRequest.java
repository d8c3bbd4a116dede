package dev.laurel.leaderboard.season;

import dev.laurel.errors.Identifier;
import dev.laurel.errors.Moment;
import dev.laurel.errors.ProblemException;
import dev.laurel.errors.Text;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * A season to start.
 *
 * @param classId the class whose results count; default everybody's
 * @param problemIds the problems that count, those of an assignment for example; default all
 * @param startsAt default now
 * @param endsAt the first moment that is too late; by default it runs until it is closed
 * @param weekly whether it runs for a week, and the next one follows; default false
 */
@RegisterForReflection
record SeasonRequest(
    @Identifier String classId,
    @NotNull @Text @Size(max = 200) String name,
    @Size(max = 1000) List<@NotNull @Identifier String> problemIds,
    @Moment Instant startsAt,
    @Moment Instant endsAt,
    Boolean weekly) {
  /** A term that is under way. */
  private static final Duration LONGEST_PAST = Duration.ofDays(366);

  /**
   * The season asked for, of a new id.
   *
   * @param zone that of the class
   * @throws ProblemException 400, if the times contradict each other or now
   */
  Season season(Instant now, ZoneId zone) {
    var season = requested(now, zone);
    check(season, now);
    return season;
  }

  private Season requested(Instant now, ZoneId zone) {
    var begin = stored(startsAt == null ? now : startsAt);
    boolean isWeekly = Boolean.TRUE.equals(weekly);
    var weekBegins = isWeekly ? Season.timeOfDay(begin, zone) : null;
    return new Season(
        UUID.randomUUID().toString(),
        classId,
        name,
        problemIds == null ? List.of() : problemIds,
        begin,
        isWeekly ? Season.weekAfter(begin, weekBegins, zone) : stored(endsAt),
        isWeekly,
        null,
        startsAt != null && begin.isBefore(now),
        weekBegins);
  }

  /** As precise as the database keeps it. */
  private static Instant stored(Instant moment) {
    return moment == null ? null : moment.truncatedTo(ChronoUnit.MICROS);
  }

  private void check(Season season, Instant now) {
    if (season.weekly() && endsAt != null) {
      throw ProblemException.badRequest(
          "ends_at", "must be left out with weekly, whose seasons last a week each");
    }
    if (season.endsAt() != null && !season.endsAt().isAfter(season.startsAt())) {
      throw ProblemException.badRequest("ends_at", "must be after starts_at");
    }
    if (season.startsAt().isBefore(now.minus(LONGEST_PAST))) {
      throw ProblemException.badRequest("starts_at", "must be at most a year ago");
    }
    if (season.endsAt() != null && !season.endsAt().isAfter(now)) {
      throw season.weekly()
          ? ProblemException.badRequest("starts_at", "must be less than a week ago with weekly")
          : ProblemException.badRequest("ends_at", "must be in the future");
    }
  }

  /**
   * True if an open season is what this asks for, as when it is sent twice.
   *
   * @param season the one asked for
   */
  boolean isSame(Season open, Season season) {
    return open.name().equals(season.name())
        && Set.copyOf(open.problemIds()).equals(Set.copyOf(season.problemIds()))
        && open.weekly() == season.weekly()
        && (season.weekly() || Objects.equals(open.endsAt(), season.endsAt()))
        && (startsAt == null || open.startsAt().equals(season.startsAt()));
  }
}
