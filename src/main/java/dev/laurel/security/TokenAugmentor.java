package dev.laurel.security;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Makes the identity of every verified token, wherever the token came from, that of its {@link
 * Caller}.
 */
@ApplicationScoped
class TokenAugmentor implements SecurityIdentityAugmentor {
  private final TokenClaims claims;

  TokenAugmentor(TokenClaims claims) {
    this.claims = claims;
  }

  @Override
  public Uni<SecurityIdentity> augment(
      SecurityIdentity identity, AuthenticationRequestContext context) {
    if (identity.getPrincipal() instanceof JsonWebToken token) {
      return Uni.createFrom().item(() -> CallerIdentity.of(claims.read(token.getRawToken())));
    }
    return Uni.createFrom().item(identity);
  }
}
