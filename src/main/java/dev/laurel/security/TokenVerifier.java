package dev.laurel.security;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.JsonWebTokenCredential;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Verifies tokens that come in a frame of a socket. */
@ApplicationScoped
public class TokenVerifier {
  private final IdentityProviderManager identities;

  TokenVerifier(IdentityProviderManager identities) {
    this.identities = identities;
  }

  /**
   * Verifies a token by the same rules as those of requests. Never blocks; if keys must be fetched,
   * the result comes on a worker thread. Fails with {@link AuthenticationFailedException} if the
   * token is invalid, null or blank.
   *
   * @param rawToken a token in compact form, without a scheme
   */
  public Uni<Caller> verify(String rawToken) {
    if (rawToken == null || rawToken.isBlank()) {
      return Uni.createFrom().failure(AuthenticationFailedException::new);
    }
    var request = new TokenAuthenticationRequest(new JsonWebTokenCredential(rawToken));
    return Uni.createFrom()
        .deferred(() -> identities.authenticate(request))
        .map(Caller::of)
        // Drop the cause, which quotes the token: it must not get into a log.
        .onFailure(AuthenticationFailedException.class)
        .transform(e -> new AuthenticationFailedException());
  }
}
