package dev.laurel.leaderboard.season;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.laurel.leaderboard.Board;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/**
 * A board for a limited time, beside the total ones. It counts the results that were handed in
 * while it ran.
 *
 * @param classId the class whose results count; null for everybody's
 * @param name shown to people
 * @param problemIds the problems that count, of whatever source; empty for all
 * @param startsAt the first moment
 * @param endsAt the first moment that is too late; null until somebody closes it
 * @param weekly whether another of the same kind follows it
 * @param closedAt when it stopped counting; null while it is open
 * @param counting whether results that were there before are still being counted; left out unless
 *     they are
 * @param weekBegins the time of day at which each week begins by the calendar of the class; null
 *     unless weekly
 */
public record Season(
    String id,
    String classId,
    String name,
    List<String> problemIds,
    Instant startsAt,
    Instant endsAt,
    boolean weekly,
    Instant closedAt,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean counting,
    @JsonIgnore LocalTime weekBegins) {
  public Season {
    problemIds = List.copyOf(problemIds);
  }

  public Board board() {
    return Board.ofSeason(id, classId);
  }

  /** True if a result of this class, problem and moment counts. */
  public boolean counts(String resultClassId, String problemId, Instant submittedAt) {
    return (classId == null || classId.equals(resultClassId))
        && (problemIds.isEmpty() || problemIds.contains(problemId))
        && !submittedAt.isBefore(startsAt)
        && (endsAt == null || submittedAt.isBefore(endsAt))
        && (closedAt == null || submittedAt.isBefore(closedAt));
  }

  /** The id of the first of weekly seasons; that of others is their own. */
  String firstId() {
    return id.replaceFirst("~.*", "");
  }

  /** The season of the week after this one. Its id tells the day on which it starts. */
  Season next(ZoneId zone) {
    return new Season(
        firstId() + "~" + endsAt.atZone(zone).toLocalDate(),
        classId,
        name,
        problemIds,
        endsAt,
        weekAfter(endsAt, weekBegins, zone),
        true,
        null,
        false,
        weekBegins);
  }

  /** The same season, for which results that are there already are to be counted. */
  Season toBeCounted() {
    return new Season(
        id, classId, name, problemIds, startsAt, endsAt, weekly, closedAt, true, weekBegins);
  }

  /**
   * The time of day that a start means. On days without a midnight, the first moment means
   * midnight.
   */
  static LocalTime timeOfDay(Instant start, ZoneId zone) {
    var local = start.atZone(zone);
    return local.toLocalDate().atStartOfDay(zone).equals(local)
        ? LocalTime.MIDNIGHT
        : local.toLocalTime();
  }

  /**
   * A week later by the calendar, which may be an hour more or less than 168.
   *
   * @param begins the time of day, which the day of {@code start} may not have had
   */
  static Instant weekAfter(Instant start, LocalTime begins, ZoneId zone) {
    return start.atZone(zone).toLocalDate().plusWeeks(1).atTime(begins).atZone(zone).toInstant();
  }
}
