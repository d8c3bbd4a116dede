package dev.laurel.security;

import io.quarkus.security.UnauthorizedException;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Duration;

/** Asks the database about a caller's token, where the node's memory may be behind. */
@ApplicationScoped
public class StoredRevocations {
  private final ErasedUsers erasedUsers;
  private final Duration skew;

  StoredRevocations(ErasedUsers erasedUsers, JWTAuthContextInfo verification) {
    this.erasedUsers = erasedUsers;
    this.skew = Duration.ofSeconds(verification.getClockSkew());
  }

  /**
   * Checks the token in a transaction that has locked the caller: a request that was let in before
   * the caller's erasure must not write after it.
   *
   * @throws UnauthorizedException if the token was revoked
   */
  @Transactional(TxType.MANDATORY)
  public void verify(Caller caller) {
    var stored = new RevocationList(erasedUsers, skew);
    stored.add(Revocation.of(caller.id(), erasedUsers.hash(caller.id())));
    if (stored.contains(caller)) {
      throw new UnauthorizedException();
    }
  }
}
