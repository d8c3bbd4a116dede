package dev.laurel.security;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.JsonWebTokenCredential;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Verifies tokens that come by another way than the upgrade or a header. */
@ApplicationScoped
public class TokenVerifier {
  private final IdentityProviderManager identities;

  TokenVerifier(IdentityProviderManager identities) {
    this.identities = identities;
  }

  /**
   * The caller of a token, under the rules of every other request. Never blocks; where keys have to
   * be fetched the result comes on a worker thread. Fails with {@link
   * AuthenticationFailedException} for every token that is not valid now, null and blank ones too.
   *
   * @param rawToken a token in compact form, without a scheme before it
   */
  public Uni<Caller> verify(String rawToken) {
    if (rawToken == null || rawToken.isBlank()) {
      return Uni.createFrom().failure(AuthenticationFailedException::new);
    }
    var request = new TokenAuthenticationRequest(new JsonWebTokenCredential(rawToken));
    return Uni.createFrom()
        .deferred(() -> identities.authenticate(request))
        .map(Caller::of)
        // the cause quotes the token, which must not come into anybody's log
        .onFailure(AuthenticationFailedException.class)
        .transform(e -> new AuthenticationFailedException());
  }
}
