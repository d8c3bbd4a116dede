package dev.laurel.privacy;

import java.sql.SQLException;
import javax.sql.DataSource;

/** Writes many rows of a user past the service. */
final class ManyRows {
  private ManyRows() {}

  static void write(DataSource database, String user, int events, int submissions)
      throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          insert into learner (id, username) values ('%1$s', 'name-%1$s');
          insert into notification_head (user_id, last_seq) values ('%1$s', %2$d);
          insert into notification (user_id, seq, frame, sent_at)
            select '%1$s', seq, '{}', now() from generate_series(1, %2$d) seq;
          insert into problem_score (user_id, scope, source, problem_id, points, completions, perfect, first_attempt)
            select '%1$s', '', 'gradebot', 'p' || i, 100, 1, true, true from generate_series(1, %3$d) i;
          insert into submission (source, submission_id, revision, user_id, class_id, kind, problem_id, problem_title,
              problem_points, score, max_score, attempt_number, submitted_at, graded_at, time_zone, received_at, points,
              completed, perfect, current, outcome, points_earned, total_points, achievements)
            select 'gradebot', '%1$s-' || i, 1, '%1$s', null, 'practice', 'p' || i, 'P', 100, 1, 1, 1, now(), now(),
                   'UTC', now(), 100, true, true, true, 'accepted', 100, 100 * i, '{}' from generate_series(1, %3$d) i;
          insert into standing values ('global', '%1$s', %3$d * 100, %3$d, %3$d, %3$d, now(), now(), true, %3$d)"""
              .formatted(user, events, submissions));
    }
  }
}
