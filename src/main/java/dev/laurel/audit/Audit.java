package dev.laurel.audit;

import static java.util.stream.Collectors.toSet;

import dev.laurel.security.ErasedUsers;
import dev.laurel.security.UserRevoked;
import io.quarkus.arc.Arc;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Records changes that others depend on, in the transaction of the change: both are committed or
 * neither. Actor and address are those of the current request; changes that the service makes by
 * itself, such as closing a season at its end, have neither. All methods block.
 */
@ApplicationScoped
public class Audit {
  private static final Logger LOG = Logger.getLogger("laurel.audit");

  private final SecurityIdentity identity;
  private final CurrentVertxRequest http;
  private final ErasedUsers erasedUsers;
  private final Event<AuditEntry> written;
  private final Clock clock;

  Audit(
      SecurityIdentity identity,
      CurrentVertxRequest http,
      ErasedUsers erasedUsers,
      Event<AuditEntry> written,
      Clock clock) {
    this.identity = identity;
    this.http = http;
    this.erasedUsers = erasedUsers;
    this.written = written;
    this.clock = clock;
  }

  /**
   * Records a change of a class, a board or the like.
   *
   * @param target its id; null if there is only one
   * @param detail what changed, without any names; may be null
   */
  @Transactional(TxType.MANDATORY)
  public void record(AuditAction action, String target, String detail) {
    write(action, target, null, detail);
  }

  /** Records a change of a user. */
  @Transactional(TxType.MANDATORY)
  public void recordOfUser(AuditAction action, String user, String detail) {
    write(action, null, user, detail);
  }

  /** Records a change of a user in a class. */
  @Transactional(TxType.MANDATORY)
  public void recordOfMember(AuditAction action, String classId, String user, String detail) {
    write(action, classId, user, detail);
  }

  @Transactional(TxType.MANDATORY)
  void onRevoked(@Observes UserRevoked revoked) {
    write(
        AuditAction.SESSIONS_REVOKED,
        null,
        revoked.user(),
        revoked.allTokens() ? "all" : "one token");
  }

  /** Records that a user was erased, and replaces the user by a hash in all entries. */
  @Transactional(TxType.MANDATORY)
  public void erase(String user) {
    var hash = erasedUsers.hash(user);
    AuditEntry.replaceUser(user, hash);
    write(AuditAction.USER_ERASED, null, hash, null);
  }

  /** The targets on which a user has done something, as far back as the audit log goes. */
  @Transactional
  public Set<String> targets(AuditAction action, String user) {
    return AuditEntry.<AuditEntry>stream("actor = ?1 and action = ?2", user, action.word())
        .map(entry -> entry.target)
        .collect(toSet());
  }

  private void write(AuditAction action, String target, String targetUser, String detail) {
    var entry = new AuditEntry();
    entry.at = clock.instant();
    entry.action = action.word();
    entry.target = target;
    entry.targetUser = targetUser;
    entry.detail = detail;
    if (Arc.container().requestContext().isActive() && http.getCurrent() != null) {
      var address = http.getCurrent().request().remoteAddress();
      entry.address = address == null ? null : address.hostAddress();
      entry.actor = identity.isAnonymous() ? null : identity.getPrincipal().getName();
    }
    entry.persist();
    written.fire(entry);
  }

  /** After the commit: what is rolled back, as rehearsals are, has not been done. */
  void log(@Observes(during = TransactionPhase.AFTER_SUCCESS) AuditEntry entry) {
    LOG.info(entry.action);
    LOG.debugf(
        "%s by %s from %s: %s %s",
        entry.action, entry.actor, entry.address, entry.target, entry.targetUser);
  }
}
