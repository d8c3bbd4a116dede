package dev.laurel.notification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.Session;

/**
 * Reads users' logs: for one user or for thousands, with one statement each, which sees every log
 * as of one moment. All methods block.
 */
@ApplicationScoped
public class LogReader {
  private final Session session;

  LogReader(Session session) {
    this.session = session;
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
    tuples(
            """
            select head.user_id, head.first_seq, head.last_seq, head.read_up_to
            from notification_head head
            where head.user_id = any(cast(:users as text[]))""",
            Map.of("users", users.toArray(String[]::new)))
        .forEach(row -> heads.put(row.get("user_id", String.class), head(row)));
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
    var users = List.copyOf(delivered.entrySet());
    var ahead = new HashMap<String, LogHead>();
    tuples(
            """
            select head.user_id, head.first_seq, head.last_seq, head.read_up_to
            from unnest(cast(:users as text[]), cast(:seqs as bigint[]), cast(:reads as bigint[]))
                as delivered (user_id, seq, read_up_to)
            join notification_head head on head.user_id = delivered.user_id
            where head.last_seq > delivered.seq or head.read_up_to > delivered.read_up_to""",
            Map.of(
                "users", users.stream().map(Map.Entry::getKey).toArray(String[]::new),
                "seqs", users.stream().map(user -> user.getValue().seq()).toArray(Long[]::new),
                "reads",
                    users.stream().map(user -> user.getValue().readUpTo()).toArray(Long[]::new)))
        .forEach(row -> ahead.put(row.get("user_id", String.class), head(row)));
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
    var rows = new HashMap<LogPlace, List<Tuple>>();
    tuples(
            """
            select place.number, head.first_seq, head.last_seq, entry.seq, entry.frame, entry.sent_at
            from unnest(cast(:users as text[]), cast(:seqs as bigint[]))
                with ordinality as place (user_id, seq, number)
            join notification_head head on head.user_id = place.user_id
            left join lateral (
              select seq, frame, sent_at from notification
              where user_id = place.user_id and seq > place.seq and seq <= head.last_seq
              order by seq limit cast(:limit as bigint)) entry on true
            order by place.number, entry.seq""",
            Map.of(
                "users", numbered.stream().map(LogPlace::user).toArray(String[]::new),
                "seqs", numbered.stream().map(LogPlace::seq).toArray(Long[]::new),
                "limit", limit))
        .forEach(
            row ->
                rows.computeIfAbsent(
                        numbered.get(row.get("number", Long.class).intValue() - 1),
                        any -> new ArrayList<>())
                    .add(row));
    var slices = new HashMap<LogPlace, LogSlice>();
    places.forEach(place -> slices.put(place, slice(place, rows.getOrDefault(place, List.of()))));
    return slices;
  }

  private static LogSlice slice(LogPlace place, List<Tuple> rows) {
    if (rows.isEmpty()) {
      return new LogSlice(List.of(), 0, place.seq() == 0, null);
    }
    var first = rows.get(0);
    var head = new LogHead(number(first, "first_seq"), number(first, "last_seq"), 0);
    var entries =
        rows.stream()
            .filter(row -> row.get("seq") != null)
            .map(row -> new LogEntry(number(row, "seq"), row.get("frame", String.class)))
            .toList();
    return new LogSlice(
        entries,
        head.lastSeq(),
        head.reachesBackTo(place.seq()),
        first.get("sent_at", Instant.class));
  }

  private Stream<Tuple> tuples(String statement, Map<String, ?> parameters) {
    var query = session.createNativeQuery(statement, Tuple.class);
    parameters.forEach(query::setParameter);
    return query.getResultStream();
  }

  static LogHead head(Tuple row) {
    return new LogHead(
        number(row, "first_seq"), number(row, "last_seq"), number(row, "read_up_to"));
  }

  private static long number(Tuple row, String column) {
    return row.get(column, Long.class);
  }
}
