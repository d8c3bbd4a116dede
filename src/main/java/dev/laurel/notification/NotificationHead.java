package dev.laurel.notification;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A user's {@link LogHead} in the database. Changed by update queries of single columns only: a
 * changed entity would write all columns, and undo what appending changed by SQL.
 */
@Entity
class NotificationHead extends PanacheEntityBase {
  @Id String userId;

  long lastSeq;
  long firstSeq;
  long readUpTo;

  /** When the last entry was written; null if there is none. */
  Instant lastSentAt;

  /** No kept entry is older. */
  Instant oldestAt;

  /** Full hundreds of kept entries, computed by the database. */
  @Column(insertable = false, updatable = false)
  long hundreds;

  static Optional<LogHead> of(String user) {
    return NotificationHead.<NotificationHead>findByIdOptional(user)
        .map(row -> new LogHead(row.firstSeq, row.lastSeq, row.readUpTo, row.lastSentAt));
  }

  /** Moves the read cursor forward to an entry, or to the end of the log if that comes first. */
  static boolean read(String user, long seq) {
    return update(
            "readUpTo = least(?1, lastSeq) where userId = ?2 and readUpTo < least(?1, lastSeq)",
            seq,
            user)
        > 0;
  }

  /** The users of the first rows that meet a condition. */
  static List<String> users(int limit, String condition, Object parameter) {
    return find("select userId from NotificationHead where " + condition, parameter)
        .page(0, limit)
        .project(String.class)
        .list();
  }

  /** Sets the oldest kept entry. */
  static void begin(String user, long firstSeq, Instant oldestAt) {
    update("firstSeq = ?1, oldestAt = ?2 where userId = ?3", firstSeq, oldestAt, user);
  }
}
