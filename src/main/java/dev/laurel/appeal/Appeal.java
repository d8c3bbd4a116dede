package dev.laurel.appeal;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A question of a student about an entry of the ledger. Changed under the student's lock. */
@Entity
class Appeal extends PanacheEntityBase {
  /** The state of an appeal; all but {@code open} are final. */
  enum State {
    open,
    accepted,
    declined,
    withdrawn
  }

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  String userId;
  String classId;
  long entryId;
  String text;

  @Enumerated(EnumType.STRING)
  State state;

  Instant madeAt;

  /** Null, like the rest, until it is answered. */
  String answer;

  Instant answeredAt;

  /**
   * The grader, and the id, of the result or adjustment that corrects the points; null for none.
   */
  String correctionSource;

  String correctionId;

  /** A student's appeals, newest first, with ids below {@code before}. */
  static List<Appeal> ofUser(String user, long before, int limit) {
    return Appeal.<Appeal>find("userId = ?1 and id < ?2 order by id desc", user, before)
        .page(0, limit)
        .list();
  }

  /** A class's appeals in some states, newest first, with ids below {@code before}. */
  static List<Appeal> ofClass(String classId, Set<State> states, long before, int limit) {
    return Appeal.<Appeal>find(
            "classId = ?1 and state in ?2 and id < ?3 order by id desc", classId, states, before)
        .page(0, limit)
        .list();
  }

  /** A student's last appeal about an entry. */
  static Optional<Appeal> newest(String user, long entryId) {
    return find("userId = ?1 and entryId = ?2 order by id desc", user, entryId)
        .firstResultOptional();
  }

  static long countOpen(String user, String classId) {
    return count("userId = ?1 and classId = ?2 and state = ?3", user, classId, State.open);
  }

  /** The times of a student's appeals in a class since a moment, the oldest first. */
  static List<Instant> madeSince(String user, String classId, Instant since) {
    return find(
            "select madeAt from Appeal where userId = ?1 and classId = ?2 and madeAt > ?3 order by id",
            user,
            classId,
            since)
        .project(Instant.class)
        .list();
  }

  /** The author of an appeal of a class. */
  static Optional<String> author(String classId, long id) {
    return find("select userId from Appeal where id = ?1 and classId = ?2", id, classId)
        .project(String.class)
        .firstResultOptional();
  }
}
