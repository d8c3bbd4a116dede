package dev.laurel.notification;

import dev.laurel.sql.BulkSql;
import dev.laurel.sql.Columns;
import io.opentelemetry.api.trace.Span;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Each user's events, numbered 1, 2, 3 … in the order of their commits. An entry is visible to
 * readers only together with all before it, since appending needs the user's lock until the commit.
 * All methods block.
 */
@ApplicationScoped
public class NotificationLog {
  private final BulkSql statements;
  private final FrameEncoder encoder;
  private final Event<LogAdvanced> advances;
  private final Clock clock;

  NotificationLog(
      BulkSql statements, FrameEncoder encoder, Event<LogAdvanced> advances, Clock clock) {
    this.statements = statements;
    this.encoder = encoder;
    this.advances = advances;
    this.clock = clock;
  }

  /**
   * Appends to the logs of users, in one go.
   *
   * @param news by user; the users must be locked
   */
  @Transactional(TxType.MANDATORY)
  public void append(Map<String, PendingEvents> news) {
    append(news, null);
  }

  /**
   * As {@link #append(Map)}, for a single frame.
   *
   * @param idempotencyKey null, or unique among the user's
   */
  @Transactional(TxType.MANDATORY)
  LogEntry append(String user, Frame frame, String idempotencyKey) {
    var news = new PendingEvents(List.of(frame), null, Span.current().getSpanContext());
    return append(Map.of(user, news), idempotencyKey).get(user).entries().get(0);
  }

  private Map<String, Hint> append(Map<String, PendingEvents> news, String idempotencyKey) {
    var sentAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var hints = new LinkedHashMap<String, Hint>();
    lastSeqs(news)
        .forEach((user, lastSeq) -> hints.put(user, hint(news.get(user), lastSeq, sentAt)));
    if (!hints.isEmpty()) {
      insert(hints, sentAt, idempotencyKey);
      advances.fire(new LogAdvanced(hints));
    }
    return hints;
  }

  /** Moves the ends of logs, and returns where they are now. */
  private Map<String, Long> lastSeqs(Map<String, PendingEvents> news) {
    var growing =
        news.entrySet().stream().filter(user -> !user.getValue().frames().isEmpty()).toList();
    var lastSeqs = new LinkedHashMap<String, Long>();
    statements
        .query(
            """
            insert into notification_head (user_id, last_seq)
            select * from unnest(?::text[], ?::bigint[])
            on conflict (user_id) do update set last_seq = notification_head.last_seq + excluded.last_seq
            returning user_id, last_seq""",
            row -> Map.entry(row.getString(1), row.getLong(2)),
            Columns.of(growing)
                .texts(Map.Entry::getKey)
                .longs(user -> user.getValue().frames().size())
                .parameters())
        .forEach(head -> lastSeqs.put(head.getKey(), head.getValue()));
    return lastSeqs;
  }

  private Hint hint(PendingEvents news, long lastSeq, Instant sentAt) {
    var entries = new ArrayList<LogEntry>(news.frames().size());
    long seq = lastSeq - news.frames().size();
    for (var frame : news.frames()) {
      seq++;
      entries.add(new LogEntry(seq, encoder.encode(frame, seq, sentAt)));
    }
    long gradedAt = news.gradedAt() == null ? 0 : news.gradedAt().toEpochMilli();
    return new Hint(entries, new Origin(sentAt.toEpochMilli(), gradedAt, news.trace()));
  }

  private void insert(Map<String, Hint> hints, Instant sentAt, String idempotencyKey) {
    record Row(String user, LogEntry entry) {}
    var rows =
        hints.entrySet().stream()
            .flatMap(
                user ->
                    user.getValue().entries().stream().map(entry -> new Row(user.getKey(), entry)))
            .toList();
    statements.update(
        """
        insert into notification (user_id, seq, frame, sent_at, idempotency_key)
        select user_id, seq, frame, ?::timestamptz, ?::text
        from unnest(?::text[], ?::bigint[], ?::text[]) as row (user_id, seq, frame)""",
        Stream.concat(
                Stream.of(sentAt.toString(), idempotencyKey),
                Stream.of(
                    Columns.of(rows)
                        .texts(Row::user)
                        .longs(row -> row.entry().seq())
                        .texts(row -> row.entry().frame())
                        .parameters()))
            .toArray());
  }

  /** The entry once appended under the key. */
  @Transactional(TxType.MANDATORY)
  Optional<LogEntry> find(String user, String idempotencyKey) {
    return Notification.<Notification>find(
            "userId = ?1 and idempotencyKey = ?2", user, idempotencyKey)
        .firstResultOptional()
        .map(row -> new LogEntry(row.seq, row.frame));
  }

  /**
   * Deletes the oldest entries of a user, who must be locked; the log begins later then, as after
   * pruning.
   *
   * @param limit the most entries to delete
   * @return how many were deleted
   */
  @Transactional(TxType.MANDATORY)
  public int eraseOldest(String user, int limit) {
    int erased =
        statements.update(
            """
            delete from notification where user_id = ? and seq <= (
              select max(seq) from (
                select seq from notification where user_id = ? order by seq limit ?) oldest)""",
            user,
            user,
            limit);
    statements.update(
        """
        update notification_head head set first_seq = coalesce(
          (select min(seq) from notification where user_id = head.user_id), last_seq + 1)
        where user_id = ?""",
        user);
    return erased;
  }
}
