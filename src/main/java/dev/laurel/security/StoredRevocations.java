package dev.laurel.security;

import io.quarkus.security.UnauthorizedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/** Asks the database about a caller's token, where the node's memory may be behind. */
@ApplicationScoped
public class StoredRevocations {
  /**
   * Checks the token in a transaction that has locked the caller: a request that was let in before
   * the caller's erasure must not write after it.
   *
   * @throws UnauthorizedException if the token was revoked
   */
  @Transactional(TxType.MANDATORY)
  public void verify(Caller caller) {
    var stored = new RevocationList();
    stored.add(Revocation.of(caller.id()));
    if (stored.contains(caller)) {
      throw new UnauthorizedException();
    }
  }
}
