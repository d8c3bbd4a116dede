package dev.laurel.realtime.personal;

import java.sql.SQLException;
import java.util.stream.LongStream;
import javax.sql.DataSource;

/** Writes to users' logs without a hint, as a node does that dies before it publishes. */
public final class LogRows {
  private final DataSource database;

  public LogRows(DataSource database) {
    this.database = database;
  }

  /**
   * Appends the missing entries up to {@code last}.
   *
   * @param source is part of each frame, and determines its size
   */
  public void appendUpTo(String user, int last, String source) {
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          """
          insert into notification (user_id, seq, frame, sent_at)
          select '%1$s', seq, %3$s, now()
          from generate_series(
            (select coalesce(max(seq), 0) + 1 from notification where user_id = '%1$s'), %2$d) as seq"""
              .formatted(user, last, "'" + frame("' || seq || '", source) + "'"));
      statement.execute(
          """
          insert into notification_head (user_id, last_seq) values ('%1$s', %2$d)
          on conflict (user_id) do update set last_seq = excluded.last_seq"""
              .formatted(user, last));
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The hint of these entries. */
  public static String hint(long first, long last, String source) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(seq -> frame(Long.toString(seq), source))
        .reduce(Long.toString(first), (payload, frame) -> payload + "\n" + frame);
  }

  private static String frame(String seq, String source) {
    return """
        {"type":"points_update","old_points":0,"new_points":1,"points_earned":1,"source":"%s","seq":%s,\
        "sent_at":"2026-11-23T01:00:00Z"}"""
        .formatted(source, seq);
  }
}
