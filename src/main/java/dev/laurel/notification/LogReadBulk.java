package dev.laurel.notification;

import static java.util.stream.Collectors.toMap;

import dev.laurel.sql.Columns;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the logs of thousands of users with one statement, which sees all of them as of one moment.
 * Entities would take two queries for each user: 4,000 when the 2,000 clients of a node reconnect.
 * All methods block.
 */
@ApplicationScoped
@Transactional
public class LogReadBulk {
  /**
   * The part of a user's log that the user's sockets have.
   *
   * @param seq the last entry that all of them have
   * @param readUpTo the read cursor that all of them know
   * @param furthest the last entry that any of them has
   */
  public record Delivered(long seq, long readUpTo, Cursor furthest) {
    /** True if the log is not the one that was delivered: PostgreSQL has lost its last entries. */
    public boolean contradicts(LogHead head) {
      return furthest.seq() > head.lastSeq()
          || furthest.seq() == head.lastSeq()
              && head.lastSentAt() != null
              && !furthest.mayBe(head.lastSentAt());
    }
  }

  private final Sql sql;

  LogReadBulk(Sql sql) {
    this.sql = sql;
  }

  /** The heads of the users' logs; {@link LogHead#EMPTY} for users without one. */
  public Map<String, LogHead> heads(Collection<String> users) {
    var heads = new HashMap<String, LogHead>();
    users.forEach(user -> heads.put(user, LogHead.EMPTY));
    sql.query(
            """
            select first_seq, last_seq, read_up_to, last_sent_at, user_id
            from notification_head where user_id = any(?::text[])""",
            LogReadBulk::headOfUser,
            (Object) users.toArray(String[]::new))
        .forEach(head -> heads.put(head.getKey(), head.getValue()));
    return heads;
  }

  /**
   * Finds the logs that differ from what was delivered.
   *
   * @param delivered by user
   * @return by user, the heads of the logs with a later end or read cursor, and of those that
   *     {@linkplain Delivered#contradicts contradict} it
   */
  public Map<String, LogHead> differing(Map<String, Delivered> delivered) {
    return sql
        .query(
            """
            select coalesce(first_seq, 1) as first_seq, coalesce(last_seq, 0) as last_seq,
                   coalesce(head.read_up_to, 0) as read_up_to, last_sent_at, delivered.user_id
            from unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::timestamptz[])
              as delivered (user_id, seq, read_up_to, furthest, sent_at)
            left join notification_head head on head.user_id = delivered.user_id
            where last_seq > seq or head.read_up_to > delivered.read_up_to or coalesce(last_seq, 0) < furthest
              or last_seq = furthest and last_sent_at <> sent_at""",
            LogReadBulk::headOfUser,
            Columns.of(delivered.entrySet())
                .texts(Map.Entry::getKey)
                .longs(user -> user.getValue().seq())
                .longs(user -> user.getValue().readUpTo())
                .longs(user -> user.getValue().furthest().seq())
                .texts(user -> user.getValue().furthest().sentAt())
                .parameters())
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The entries after a cursor, {@code limit} at most. */
  public LogSlice since(Cursor cursor, int limit) {
    return slices(Set.of(cursor), limit).get(cursor);
  }

  /**
   * The entries after each cursor.
   *
   * @param limit the most entries after each of them
   */
  public Map<Cursor, LogSlice> slices(Set<Cursor> cursors, int limit) {
    var numbered = List.copyOf(cursors);
    var found = numbered.stream().map(SliceBuilder::new).toList();
    sql.query(
        """
        select head.first_seq, head.last_seq, head.read_up_to, head.last_sent_at, given.number,
               reached.sent_at as reached_at, entry.seq, entry.frame, entry.sent_at
        from unnest(?::text[], ?::bigint[]) with ordinality as given (user_id, seq, number)
        join notification_head head on head.user_id = given.user_id
        left join lateral (
          select sent_at from notification where user_id = given.user_id and seq = given.seq offset 0
        ) reached on true
        left join lateral (
          select seq, frame, sent_at from notification
          where user_id = given.user_id and seq > given.seq and seq <= head.last_seq
          order by seq limit ?) entry on true
        order by given.number, entry.seq""",
        row -> found.get(row.getInt("number") - 1).add(row),
        Columns.of(numbered).texts(Cursor::user).longs(Cursor::seq).parameters((long) limit));
    return found.stream().collect(toMap(slice -> slice.cursor, SliceBuilder::build));
  }

  private static Map.Entry<String, LogHead> headOfUser(ResultSet row) throws SQLException {
    return Map.entry(row.getString("user_id"), head(row));
  }

  private static LogHead head(ResultSet row) throws SQLException {
    return new LogHead(
        row.getLong("first_seq"),
        row.getLong("last_seq"),
        row.getLong("read_up_to"),
        instant(row, "last_sent_at"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    var moment = row.getObject(column, OffsetDateTime.class);
    return moment == null ? null : moment.toInstant();
  }

  /** Collects the rows of one slice. */
  private static final class SliceBuilder {
    private final Cursor cursor;
    private final List<LogEntry> entries = new ArrayList<>();
    private LogHead head = LogHead.EMPTY;
    private Instant reachedAt;

    SliceBuilder(Cursor cursor) {
      this.cursor = cursor;
    }

    SliceBuilder add(ResultSet row) throws SQLException {
      head = LogReadBulk.head(row);
      reachedAt = instant(row, "reached_at");
      var frame = row.getString("frame");
      if (frame != null) {
        entries.add(new LogEntry(row.getLong("seq"), frame, instant(row, "sent_at")));
      }
      return this;
    }

    LogSlice build() {
      return new LogSlice(entries, head, head.reachesBackTo(cursor.seq()) && isOfThisLog());
    }

    /** True unless the log has another entry where the cursor is. */
    private boolean isOfThisLog() {
      boolean isPruned = reachedAt == null && cursor.seq() == head.lastSeq();
      return cursor.seq() == 0 || cursor.mayBe(isPruned ? head.lastSentAt() : reachedAt);
    }
  }
}
