package dev.laurel.notification;

import static java.util.stream.Collectors.toMap;

import dev.laurel.sql.Columns;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Writes the entries that one transaction appends to logs: two statements, however many users and
 * entries. Entities would take two round trips for each user and one insert for each entry; a batch
 * of 200 submissions has about 200 users and 600 entries.
 */
@ApplicationScoped
class LogAppendBatch {
  /** An entry of a user's log. */
  record UserEntry(String user, LogEntry entry) {}

  private final Sql sql;

  LogAppendBatch(Sql sql) {
    this.sql = sql;
  }

  /**
   * Moves the ends of logs forward, and creates missing ones.
   *
   * @param counts the number of new entries by user
   * @return the new ends by user
   */
  Map<String, Long> extend(Map<String, Integer> counts, Instant sentAt) {
    return sql
        .query(
            """
            insert into notification_head (user_id, last_seq, last_sent_at)
            select added.*, given.* from unnest(?::text[], ?::bigint[]) as added, (select ?::timestamptz) as given
            on conflict (user_id) do update set
              last_seq = notification_head.last_seq + excluded.last_seq, last_sent_at = excluded.last_sent_at
            returning user_id, last_seq""",
            row -> Map.entry(row.getString(1), row.getLong(2)),
            Columns.of(counts.entrySet())
                .texts(Map.Entry::getKey)
                .longs(Map.Entry::getValue)
                .parameters(sentAt.toString()))
        .stream()
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * Inserts entries.
   *
   * @param idempotencyKey null, or the key of each of the entries, of which no user has two
   */
  void insert(List<UserEntry> entries, Instant sentAt, String idempotencyKey) {
    sql.update(
        """
        insert into notification (user_id, seq, frame, sent_at, idempotency_key)
        select entry.*, given.* from unnest(?::text[], ?::bigint[], ?::text[]) as entry,
          (select ?::timestamptz, ?::text) as given""",
        Columns.of(entries)
            .texts(UserEntry::user)
            .longs(row -> row.entry().seq())
            .texts(row -> row.entry().frame())
            .parameters(sentAt.toString(), idempotencyKey));
  }
}
