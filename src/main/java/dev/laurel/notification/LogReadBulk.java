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
   * How far a client has got in a user's log.
   *
   * @param seq the last entry it has, 0 for none
   */
  public record Cursor(String user, long seq) {}

  /**
   * How much of a user's log all the user's sockets have.
   *
   * @param seq the last entry
   * @param readUpTo the read cursor
   */
  public record Delivered(long seq, long readUpTo) {}

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
            select first_seq, last_seq, read_up_to, user_id
            from notification_head where user_id = any(?::text[])""",
            LogReadBulk::headOfUser,
            (Object) users.toArray(String[]::new))
        .forEach(head -> heads.put(head.getKey(), head.getValue()));
    return heads;
  }

  /**
   * Finds the logs that are ahead of what was delivered.
   *
   * @param delivered by user
   * @return the heads of the logs with a later end or read cursor, by user
   */
  public Map<String, LogHead> ahead(Map<String, Delivered> delivered) {
    return sql
        .query(
            """
            select head.first_seq, head.last_seq, head.read_up_to, head.user_id
            from unnest(?::text[], ?::bigint[], ?::bigint[]) as delivered (user_id, seq, read_up_to)
            join notification_head head on head.user_id = delivered.user_id
            where head.last_seq > delivered.seq or head.read_up_to > delivered.read_up_to""",
            LogReadBulk::headOfUser,
            Columns.of(delivered.entrySet())
                .texts(Map.Entry::getKey)
                .longs(user -> user.getValue().seq())
                .longs(user -> user.getValue().readUpTo())
                .parameters())
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The entries after {@code seq} in a user's log, {@code limit} at most. */
  public LogSlice since(String user, long seq, int limit) {
    var cursor = new Cursor(user, seq);
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
        select head.first_seq, head.last_seq, head.read_up_to, given.number,
               entry.seq, entry.frame, entry.sent_at
        from unnest(?::text[], ?::bigint[]) with ordinality as given (user_id, seq, number)
        join notification_head head on head.user_id = given.user_id
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
        row.getLong("first_seq"), row.getLong("last_seq"), row.getLong("read_up_to"));
  }

  /** Collects the rows of one slice. */
  private static final class SliceBuilder {
    private final Cursor cursor;
    private final List<LogEntry> entries = new ArrayList<>();
    private LogHead head = LogHead.EMPTY;
    private Instant oldest;

    SliceBuilder(Cursor cursor) {
      this.cursor = cursor;
    }

    SliceBuilder add(ResultSet row) throws SQLException {
      head = LogReadBulk.head(row);
      var frame = row.getString("frame");
      if (frame != null) {
        if (oldest == null) {
          oldest = row.getObject("sent_at", OffsetDateTime.class).toInstant();
        }
        entries.add(new LogEntry(row.getLong("seq"), frame));
      }
      return this;
    }

    LogSlice build() {
      return new LogSlice(entries, head.lastSeq(), head.reachesBackTo(cursor.seq()), oldest);
    }
  }
}
