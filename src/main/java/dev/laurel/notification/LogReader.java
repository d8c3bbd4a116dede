package dev.laurel.notification;

import static java.util.stream.Collectors.toMap;

import dev.laurel.sql.BulkSql;
import dev.laurel.sql.Columns;
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
 * Reads users' logs: of one user or of thousands, with one statement each, which sees every log as
 * of one moment. All methods block.
 */
@ApplicationScoped
public class LogReader {
  private final BulkSql statements;

  LogReader(BulkSql statements) {
    this.statements = statements;
  }

  /** Where the user's log begins and ends. */
  @Transactional
  public LogHead head(String user) {
    return heads(Set.of(user)).get(user);
  }

  /** Where the logs of the users begin and end; {@link LogHead#EMPTY} for users without one. */
  @Transactional
  public Map<String, LogHead> heads(Collection<String> users) {
    var heads = new HashMap<String, LogHead>();
    users.forEach(user -> heads.put(user, LogHead.EMPTY));
    statements
        .query(
            """
            select first_seq, last_seq, read_up_to, user_id
            from notification_head where user_id = any(?::text[])""",
            LogReader::headOfUser,
            (Object) users.toArray(String[]::new))
        .forEach(head -> heads.put(head.getKey(), head.getValue()));
    return heads;
  }

  /**
   * Finds the logs of which not everything has been delivered.
   *
   * @param delivered what has been, by user
   * @return the heads of those logs whose end or read cursor is further on, by user
   */
  @Transactional
  public Map<String, LogHead> ahead(Map<String, Delivered> delivered) {
    var ahead = new HashMap<String, LogHead>();
    statements
        .query(
            """
            select head.first_seq, head.last_seq, head.read_up_to, head.user_id
            from unnest(?::text[], ?::bigint[], ?::bigint[]) as delivered (user_id, seq, read_up_to)
            join notification_head head on head.user_id = delivered.user_id
            where head.last_seq > delivered.seq or head.read_up_to > delivered.read_up_to""",
            LogReader::headOfUser,
            Columns.of(delivered.entrySet())
                .texts(Map.Entry::getKey)
                .longs(user -> user.getValue().seq())
                .longs(user -> user.getValue().readUpTo())
                .parameters())
        .forEach(head -> ahead.put(head.getKey(), head.getValue()));
    return ahead;
  }

  /** What follows a place in a user's log, {@code limit} entries at most. */
  @Transactional
  public LogSlice since(String user, long seq, int limit) {
    var place = new LogPlace(user, seq);
    return slices(Set.of(place), limit).get(place);
  }

  /**
   * What follows each of the places.
   *
   * @param limit the most entries wanted after each of them
   */
  @Transactional
  public Map<LogPlace, LogSlice> slices(Set<LogPlace> places, int limit) {
    var numbered = List.copyOf(places);
    var found = numbered.stream().map(Found::new).toList();
    statements.query(
        """
        select head.first_seq, head.last_seq, head.read_up_to, place.number,
               entry.seq, entry.frame, entry.sent_at
        from unnest(?::text[], ?::bigint[]) with ordinality as place (user_id, seq, number)
        join notification_head head on head.user_id = place.user_id
        left join lateral (
          select seq, frame, sent_at from notification
          where user_id = place.user_id and seq > place.seq and seq <= head.last_seq
          order by seq limit ?) entry on true
        order by place.number, entry.seq""",
        row -> found.get(row.getInt("number") - 1).add(row),
        Columns.of(numbered).texts(LogPlace::user).longs(LogPlace::seq).parameters((long) limit));
    return found.stream().collect(toMap(Found::place, Found::slice));
  }

  private static Map.Entry<String, LogHead> headOfUser(ResultSet row) throws SQLException {
    return Map.entry(row.getString("user_id"), head(row));
  }

  static LogHead head(ResultSet row) throws SQLException {
    return new LogHead(
        row.getLong("first_seq"), row.getLong("last_seq"), row.getLong("read_up_to"));
  }

  /** What is found behind one place, row by row. */
  private static final class Found {
    private final LogPlace place;
    private final List<LogEntry> entries = new ArrayList<>();
    private LogHead head = LogHead.EMPTY;
    private Instant oldest;

    Found(LogPlace place) {
      this.place = place;
    }

    LogPlace place() {
      return place;
    }

    Found add(ResultSet row) throws SQLException {
      head = LogReader.head(row);
      var frame = row.getString("frame");
      if (frame != null) {
        if (oldest == null) {
          oldest = row.getObject("sent_at", OffsetDateTime.class).toInstant();
        }
        entries.add(new LogEntry(row.getLong("seq"), frame));
      }
      return this;
    }

    LogSlice slice() {
      return new LogSlice(entries, head.lastSeq(), head.reachesBackTo(place.seq()), oldest);
    }
  }
}
