package dev.laurel.points;

import java.sql.ResultSet;
import java.sql.SQLException;

/** The best that a user has done on a problem, within a scope. */
final class ProblemScore {
  static final String COLUMNS =
      """
      user_id, scope, problem_id, points, completed, perfect, first_attempt,
      settled_points, settled_completed, settled_perfect, settled_first_attempt""";

  /**
   * @param scope the key of a {@link Scope}
   */
  record Key(String userId, String scope, String problemId) {}

  /** What is remembered of it. */
  record Best(int points, boolean completed, boolean perfect, boolean firstAttempt) {
    static final Best NONE = new Best(0, false, false, false);

    Best or(Best other) {
      return new Best(
          Math.max(points, other.points),
          completed || other.completed,
          perfect || other.perfect,
          firstAttempt || other.firstAttempt);
    }
  }

  final Key key;
  Best best = Best.NONE;

  /** What results have brought that are not kept any more. */
  Best settled = Best.NONE;

  ProblemScore(Key key) {
    this.key = key;
  }

  /** Reads {@link #COLUMNS}. */
  static ProblemScore read(ResultSet row) throws SQLException {
    var score = new ProblemScore(new Key(row.getString(1), row.getString(2), row.getString(3)));
    score.best = new Best(row.getInt(4), row.getBoolean(5), row.getBoolean(6), row.getBoolean(7));
    score.settled =
        new Best(row.getInt(8), row.getBoolean(9), row.getBoolean(10), row.getBoolean(11));
    return score;
  }
}
