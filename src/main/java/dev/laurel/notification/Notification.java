package dev.laurel.notification;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/** An entry of a user's log; never changed once written. */
@Entity
@Table(name = "notification")
@IdClass(Notification.Key.class)
class Notification extends PanacheEntityBase {
  record Key(String userId, long seq) {}

  @Id
  @Column(name = "user_id")
  String userId;

  @Id long seq;

  @Column(nullable = false)
  String frame;

  @Column(name = "sent_at", nullable = false)
  Instant sentAt;

  /** Null if the sender gave none. */
  @Column(name = "idempotency_key")
  String idempotencyKey;

  static Optional<LogEntry> find(String user, String idempotencyKey) {
    return Notification.<Notification>find(
            "userId = ?1 and idempotencyKey = ?2", user, idempotencyKey)
        .firstResultOptional()
        .map(row -> new LogEntry(row.seq, row.frame));
  }

  /** Deletes the entries before one, and returns how many. */
  static long deleteBefore(String user, long seq) {
    return delete("userId = ?1 and seq < ?2", user, seq);
  }
}
