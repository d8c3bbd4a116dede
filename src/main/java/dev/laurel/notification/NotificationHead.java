package dev.laurel.notification;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/**
 * The row with a user's {@link LogHead}. Appending changes it by bulk statements, so changes here
 * are update queries, each of single columns.
 */
@Entity
@Table(name = "notification_head")
class NotificationHead extends PanacheEntityBase {
  @Id
  @Column(name = "user_id")
  String userId;

  @Column(name = "last_seq", nullable = false)
  long lastSeq;

  @Column(name = "first_seq", nullable = false)
  long firstSeq;

  @Column(name = "read_up_to", nullable = false)
  long readUpTo;

  /** No kept entry is older. */
  @Column(name = "oldest_at", nullable = false)
  Instant oldestAt;

  /** Full hundreds of kept entries, computed by the database. */
  @Column(insertable = false, updatable = false)
  long hundreds;

  static Optional<LogHead> of(String user) {
    return NotificationHead.<NotificationHead>findByIdOptional(user)
        .map(row -> new LogHead(row.firstSeq, row.lastSeq, row.readUpTo));
  }

  /** Moves the read cursor forward to an entry, or to the end of the log if that comes first. */
  static boolean read(String user, long seq) {
    return update(
            "readUpTo = least(?1, lastSeq) where userId = ?2 and readUpTo < least(?1, lastSeq)",
            seq,
            user)
        > 0;
  }

  /** Sets the oldest kept entry. */
  static void begin(String user, long firstSeq, Instant oldestAt) {
    update("firstSeq = ?1, oldestAt = ?2 where userId = ?3", firstSeq, oldestAt, user);
  }
}
