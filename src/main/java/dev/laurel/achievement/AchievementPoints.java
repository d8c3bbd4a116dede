package dev.laurel.achievement;

import dev.laurel.achievement.level.Levels;
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
  private final Levels levels;

  AchievementPoints(Standings standings, PointsLedger ledger, Levels levels) {
    this.standings = standings;
    this.ledger = ledger;
    this.levels = levels;
  }

  /**
   * Adds the points of an achievement to a user, whose standings must be loaded.
   *
   * @param points in hundredths, negative to take them away
   * @return what to announce of it
   */
  List<Frame> add(String user, Definition definition, int points, Instant at) {
    if (points == 0) {
      return List.of();
    }
    if (standings.reachedAt(Board.GLOBAL, user).isEmpty()) {
      standings.add(Board.GLOBAL, user, Tally.NONE, at);
    }
    var frames = new ArrayList<Frame>();
    long before = standings.loadedTally(Board.GLOBAL, user).points();
    ledger.credit(user, points, at, definition.id(), definition.name(), frames::add);
    levels.up(null, before, before + points).ifPresent(frames::add);
    return frames;
  }

  /** Writes what was added. */
  void flush() {
    ledger.flush();
  }
}
