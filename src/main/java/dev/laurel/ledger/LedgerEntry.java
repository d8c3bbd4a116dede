package dev.laurel.ledger;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.Immutable;

/**
 * One change of a user's points on the global board or on that of a class. Immutable for Hibernate,
 * since only {@link LedgerBatch} writes it.
 */
@Entity
@Immutable
@Table(name = "ledger_entry")
class LedgerEntry extends PanacheEntityBase {
  /** Rises with each change of the user. */
  @Id Long id;

  String userId;

  /** Null for the points of the global board. */
  String classId;

  /** When the points changed. */
  Instant at;

  /** When what changed them was handed in, or earned; null for rules. */
  Instant submittedAt;

  /**
   * A {@link dev.laurel.submission.SubmissionGraded.Cause}, {@code achievement} or {@code rules}.
   */
  String cause;

  String source;
  String submissionId;
  Integer revision;

  /** Null unless an achievement brought the points. */
  String achievementId;

  /** The problem, or the reason of an adjustment. */
  String title;

  /** The version of the class's rules; null outside classes, and for achievements. */
  Integer rulesVersion;

  long change;

  /** The points after the change. */
  long total;

  /**
   * A user's entries, newest first.
   *
   * @param classId null for those of the global board
   * @param before only entries with smaller ids
   */
  static List<LedgerEntry> of(String user, String classId, long before, int limit) {
    return LedgerEntry.<LedgerEntry>find(
            """
            userId = ?1 and id < ?3 and (classId = ?2 or ?2 is null and classId is null)
            order by id desc""",
            user,
            classId,
            before)
        .page(0, limit)
        .list();
  }
}
