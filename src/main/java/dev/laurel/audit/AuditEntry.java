package dev.laurel.audit;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/**
 * An entry of the audit log, as it is stored and as operators read it. The database refuses to
 * change entries, except by {@link #deleteBefore} and {@link #replaceUser}.
 */
@Entity
@Table(name = "audit")
@RegisterForReflection
class AuditEntry extends PanacheEntityBase {
  /** Rises with time. */
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  public long id;

  @Column(name = "at", nullable = false)
  public Instant at;

  /** The user who acted; null for the service itself, a hash for an erased user. */
  @Column(name = "actor_user_id")
  public String actor;

  @Column(nullable = false)
  public String action;

  /** The id of the changed class, board or season; may be null. */
  public String target;

  /** The changed user; may be null, a hash for an erased user. */
  @Column(name = "target_user_id")
  public String targetUser;

  public String detail;

  /** Where the request came from; null for the service itself. */
  public String address;

  /**
   * Reads entries, newest first.
   *
   * @param id only entries with smaller ids
   */
  static List<AuditEntry> before(long id, int limit) {
    return AuditEntry.<AuditEntry>find("id < ?1", Sort.descending("id"), id).page(0, limit).list();
  }

  /** Deletes some entries older than the horizon, and returns how many. */
  static int deleteBefore(Instant horizon, int limit) {
    allow("DELETE");
    var ids =
        getEntityManager()
            .createQuery("select id from AuditEntry where at < ?1 order by at", Long.class)
            .setParameter(1, horizon)
            .setMaxResults(limit)
            .getResultList();
    return ids.isEmpty() ? 0 : (int) delete("id in ?1", ids);
  }

  /** Replaces a user in all entries. */
  static void replaceUser(String user, String replacement) {
    allow("UPDATE");
    update("actor = ?1 where actor = ?2", replacement, user);
    update("targetUser = ?1 where targetUser = ?2", replacement, user);
  }

  /** Makes the table's trigger allow an operation until the end of the transaction. */
  private static void allow(String operation) {
    getEntityManager()
        .createQuery("select function('set_config', 'laurel.audit', ?1, true)", Object.class)
        .setParameter(1, operation)
        .getSingleResult();
  }
}
