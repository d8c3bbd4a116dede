package dev.laurel.leaderboard.standing;

import dev.laurel.leaderboard.Board;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Where one user stands on one board, as a transaction has read it and is changing it. */
final class Standing {
  static final String COLUMNS =
      "board, user_id, points, completed_problems, perfect_scores, first_attempt_solves, reached_at, listed, version";

  record Key(String board, String userId) {}

  final Key key;
  final boolean listed;
  Tally tally;

  /** When the points became what they are; among equals the earlier comes first. */
  Instant reachedAt;

  /** The number of changes so far. */
  long version;

  /**
   * @param listed false for those who have a standing but are not to be seen: staff, and former
   *     members of a class
   */
  Standing(Key key, boolean listed, Instant reachedAt) {
    this.key = key;
    this.listed = listed;
    this.reachedAt = reachedAt;
    this.tally = Tally.NONE;
  }

  /** Reads {@link #COLUMNS}. */
  static Standing read(ResultSet row) throws SQLException {
    var standing =
        new Standing(
            new Key(row.getString(1), row.getString(2)),
            row.getBoolean(8),
            row.getObject(7, OffsetDateTime.class).toInstant());
    standing.tally = new Tally(row.getLong(3), row.getInt(4), row.getInt(5), row.getInt(6));
    standing.version = row.getLong(9);
    return standing;
  }

  StandingChange written(Instant at) {
    return new StandingChange(
        new Board(key.board()), key.userId(), version, tally.points(), reachedAt, listed, at);
  }
}
