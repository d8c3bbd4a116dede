package dev.laurel.achievement;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.leaderboard.standing.Tally;
import dev.laurel.notification.Frame;
import dev.laurel.points.PointsLedger;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The points of achievements that come and go without a submission. */
@ApplicationScoped
class AchievementPoints {
  private final Standings standings;
  private final PointsLedger ledger;

  AchievementPoints(Standings standings, PointsLedger ledger) {
    this.standings = standings;
    this.ledger = ledger;
  }

  /**
   * Adds points to a user, whose standings must be loaded; the caller flushes them.
   *
   * @param points in hundredths, negative to take them away
   * @return what to announce of it
   */
  List<Frame> add(String user, int points, Instant at) {
    if (points == 0) {
      return List.of();
    }
    if (standings.reachedAt(Board.GLOBAL, user).isEmpty()) {
      standings.add(Board.GLOBAL, user, Tally.NONE, at);
    }
    var frames = new ArrayList<Frame>();
    ledger.credit(user, points, at, "achievement", frames::add);
    return frames;
  }
}
