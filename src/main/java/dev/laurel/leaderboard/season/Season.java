package dev.laurel.leaderboard.season;

import dev.laurel.leaderboard.Board;
import java.time.Instant;
import java.util.List;

/**
 * A board for a while, beside the total ones. It counts the results that were graded while it ran.
 *
 * @param classId whose results count; null where everybody's do
 * @param name shown to people
 * @param problemIds for which problems; empty for all
 * @param startsAt the first moment
 * @param endsAt the first moment that is too late; null until somebody closes it
 * @param weekly whether another of the same kind follows it
 * @param closedAt when its board became final; null while it is open
 */
public record Season(
    String id,
    String classId,
    String name,
    List<String> problemIds,
    Instant startsAt,
    Instant endsAt,
    boolean weekly,
    Instant closedAt) {
  public Season {
    problemIds = List.copyOf(problemIds);
  }

  public Board board() {
    return Board.ofSeason(id, classId);
  }

  boolean isClosed() {
    return closedAt != null;
  }

  /** Whether a result of these counts. */
  public boolean counts(String ofClass, String problemId, Instant gradedAt) {
    return (classId == null || classId.equals(ofClass))
        && (problemIds.isEmpty() || problemIds.contains(problemId))
        && !gradedAt.isBefore(startsAt)
        && (endsAt == null || gradedAt.isBefore(endsAt));
  }
}
