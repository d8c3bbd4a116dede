package dev.laurel.audit;

import dev.laurel.security.Revocation;
import dev.laurel.security.UserRevoked;
import dev.laurel.sql.BulkSql;
import io.quarkus.arc.Arc;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import org.jboss.logging.Logger;

/**
 * Writes down who changes what others depend on, in the transaction that changes it: either both
 * are committed or neither. Who and from where is taken from the request that is being answered; of
 * what the service does by itself, such as closing a season at its end, neither is known. All
 * methods block.
 */
@ApplicationScoped
public class Audit {
  private static final Logger LOG = Logger.getLogger("laurel.audit");

  private record Request(String user, String address) {}

  private final AuditLog log;
  private final BulkSql statements;
  private final SecurityIdentity identity;
  private final CurrentVertxRequest http;
  private final Clock clock;

  Audit(
      AuditLog log,
      BulkSql statements,
      SecurityIdentity identity,
      CurrentVertxRequest http,
      Clock clock) {
    this.log = log;
    this.statements = statements;
    this.identity = identity;
    this.http = http;
    this.clock = clock;
  }

  /**
   * Something was done to a class, a board, or the like.
   *
   * @param target its id; null where there is but one
   * @param detail what exactly, without anybody's name; may be null
   */
  @Transactional(TxType.MANDATORY)
  public void record(AuditAction action, String target, String detail) {
    write(action, target, null, detail);
  }

  /** Something was done to a user. */
  @Transactional(TxType.MANDATORY)
  public void recordOfUser(AuditAction action, String user, String detail) {
    write(action, null, user, detail);
  }

  void onRevoked(@Observes UserRevoked revoked) {
    recordOfUser(
        AuditAction.SESSIONS_REVOKED, revoked.user(), revoked.allTokens() ? "all" : "one token");
  }

  /** Records that a user was erased, and replaces the user by a hash in all entries. */
  @Transactional(TxType.MANDATORY)
  public void erase(String user) {
    log.erase(user);
    write(AuditAction.USER_ERASED, null, Revocation.shadow(user), null);
  }

  private void write(AuditAction action, String target, String targetUser, String detail) {
    var by = request();
    statements.update(
        """
        insert into audit (at, actor_user_id, action, target, target_user_id, detail, address)
        values (?::timestamptz, ?, ?, ?, ?, ?, ?)""",
        clock.instant().toString(),
        by.user(),
        action.word(),
        target,
        targetUser,
        detail,
        by.address());
    LOG.info(action.word());
    LOG.debugf(
        "%s by %s from %s: %s %s", action.word(), by.user(), by.address(), target, targetUser);
  }

  private Request request() {
    if (!Arc.container().requestContext().isActive() || http.getCurrent() == null) {
      return new Request(null, null);
    }
    var address = http.getCurrent().request().remoteAddress();
    return new Request(
        identity.isAnonymous() ? null : identity.getPrincipal().getName(),
        address == null ? null : address.hostAddress());
  }
}
