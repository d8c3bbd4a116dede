package dev.laurel.security;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Replaces the identity of each verified token by that of its {@link Caller}. Refuses revoked
 * tokens, and those that say they will be issued later than clocks may differ: no revocation of now
 * would cover them.
 */
@ApplicationScoped
class CallerAugmentor implements SecurityIdentityAugmentor {
  private final TokenClaims claims;
  private final Revocations revocations;
  private final Duration skew;
  private final Clock clock;

  CallerAugmentor(
      TokenClaims claims, Revocations revocations, JWTAuthContextInfo verification, Clock clock) {
    this.claims = claims;
    this.revocations = revocations;
    this.skew = Duration.ofSeconds(verification.getClockSkew());
    this.clock = clock;
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
    if (caller.issuedAt() != null && caller.issuedAt().isAfter(clock.instant().plus(skew))) {
      throw new AuthenticationFailedException("The token says it was issued in the future");
    }
    return caller;
  }
}
