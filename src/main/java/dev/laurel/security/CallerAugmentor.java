package dev.laurel.security;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Replaces the identity of each verified token by that of its {@link Caller}; refuses revoked ones.
 */
@ApplicationScoped
class CallerAugmentor implements SecurityIdentityAugmentor {
  private final TokenClaims claims;
  private final Revocations revocations;

  CallerAugmentor(TokenClaims claims, Revocations revocations) {
    this.claims = claims;
    this.revocations = revocations;
  }

  @Override
  public Uni<SecurityIdentity> augment(
      SecurityIdentity identity, AuthenticationRequestContext context) {
    if (identity.getPrincipal() instanceof JsonWebToken token) {
      return Uni.createFrom().item(() -> caller(token).identity());
    }
    return Uni.createFrom().item(identity);
  }

  private Caller caller(JsonWebToken token) {
    var caller = claims.read(token.getRawToken());
    if (revocations.isRevoked(caller)) {
      throw new AuthenticationFailedException("The token is revoked");
    }
    return caller;
  }
}
