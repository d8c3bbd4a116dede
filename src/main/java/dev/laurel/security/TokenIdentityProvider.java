package dev.laurel.security;

import dev.laurel.security.source.TokenSources;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/**
 * Authenticates tokens of all sources as their {@link Caller}. Refuses revoked tokens, and those
 * that say they will be issued later than clocks may differ: no revocation of now would cover them.
 * Logs why a token is refused, and never the token.
 */
@ApplicationScoped
class TokenIdentityProvider implements IdentityProvider<TokenAuthenticationRequest> {
  private final TokenSources sources;
  private final TokenClaims claims;
  private final Revocations revocations;
  private final Duration skew;
  private final Clock clock;
  private final RefusalLog refusals;

  TokenIdentityProvider(
      TokenSources sources,
      TokenClaims claims,
      Revocations revocations,
      JWTAuthContextInfo verification,
      Clock clock,
      RefusalLog refusals) {
    this.sources = sources;
    this.claims = claims;
    this.revocations = revocations;
    this.skew = Duration.ofSeconds(verification.getClockSkew());
    this.clock = clock;
    this.refusals = refusals;
  }

  @Override
  public Class<TokenAuthenticationRequest> getRequestType() {
    return TokenAuthenticationRequest.class;
  }

  /** Comes before the provider of SmallRye JWT, which has the default and knows one issuer only. */
  @Override
  public int priority() {
    return IdentityProvider.super.priority() + 1;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      TokenAuthenticationRequest request, AuthenticationRequestContext context) {
    var token = request.getToken().getToken();
    return sources
        .verify(token)
        .map(mapping -> check(claims.read(token, mapping)).identity())
        .onFailure(AuthenticationFailedException.class)
        .invoke(refusal -> refusals.log(refusal.getMessage()));
  }

  private Caller check(Caller caller) {
    if (revocations.isRevoked(caller)) {
      throw new AuthenticationFailedException("A token was refused: it is revoked");
    }
    if (caller.issuedAt() != null && caller.issuedAt().isAfter(clock.instant().plus(skew))) {
      throw new AuthenticationFailedException(
          "A token was refused: it says it was issued in the future");
    }
    return caller;
  }
}
