package dev.laurel.notification;

import static java.util.stream.Collectors.toMap;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** An entry of a user's log; never changed once written. */
@Entity
@IdClass(Notification.Key.class)
class Notification extends PanacheEntityBase {
  record Key(String userId, long seq) {}

  @Id String userId;

  @Id long seq;

  String frame;

  Instant sentAt;

  /** Null if the sender gave none. */
  String idempotencyKey;

  static Optional<LogEntry> find(String user, String idempotencyKey) {
    return Notification.<Notification>find(
            "userId = ?1 and idempotencyKey = ?2", user, idempotencyKey)
        .firstResultOptional()
        .map(row -> new LogEntry(row.seq, row.frame, row.sentAt));
  }

  /** The entries that users have under a key, by user. */
  static Map<String, LogEntry> find(Collection<String> users, String idempotencyKey) {
    if (users.isEmpty()) {
      return Map.of();
    }
    return Notification.<Notification>stream(
            "userId in ?1 and idempotencyKey = ?2", users, idempotencyKey)
        .collect(toMap(row -> row.userId, row -> new LogEntry(row.seq, row.frame, row.sentAt)));
  }

  /** Deletes the entries before one, and returns how many. */
  static long deleteBefore(String user, long seq) {
    return delete("userId = ?1 and seq < ?2", user, seq);
  }
}
