package dev.laurel.imports;

import dev.laurel.imports.ImportReport.State;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;

/**
 * An import: all requests with its id. Its row is locked before anything that one of them locks.
 */
@Entity
class ImportRun extends PanacheEntityBase {
  @Id String id;

  @Enumerated(EnumType.STRING)
  State state;

  Instant startedAt;
  Instant changedAt;

  /** The counts of the newest request, as JSON. */
  String counts;

  /** The first errors of the newest request, as JSON. */
  String errors;

  /** Creates an import unless it exists; waits for a transaction that is creating it. */
  static void create(String id, Instant now) {
    getEntityManager()
        .createQuery(
            """
            insert into ImportRun (id, state, startedAt, changedAt, counts, errors)
            values (:id, :state, :now, :now, '{}', '[]') on conflict do nothing""")
        .setParameter("id", id)
        .setParameter("state", State.open)
        .setParameter("now", now)
        .executeUpdate();
  }

  /** Null for an unknown one. */
  static ImportRun lock(String id) {
    return findById(id, LockModeType.PESSIMISTIC_WRITE);
  }

  /** The newest ones, newest first. */
  static List<ImportRun> newest(int limit) {
    return ImportRun.<ImportRun>find("order by startedAt desc, id").page(0, limit).list();
  }
}
