package dev.laurel.demo;

import dev.laurel.demo.DemoResource.Token;
import dev.laurel.errors.ProblemException;
import dev.laurel.security.AuthConfig;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Set;

/** Signs tokens with the secret that the service shares with issuers. */
@ApplicationScoped
class DemoTokens {
  private final JWTAuthContextInfo verification;
  private final AuthConfig auth;
  private final DemoConfig config;
  private final Clock clock;

  DemoTokens(JWTAuthContextInfo verification, AuthConfig auth, DemoConfig config, Clock clock) {
    this.verification = verification;
    this.auth = auth;
    this.config = config;
    this.clock = clock;
  }

  /**
   * Signs a token for any user with any roles.
   *
   * @throws ProblemException 409 if tokens are verified with public keys
   */
  Token mint(TokenRequest request) {
    var secret = verification.getSecretVerificationKey();
    if (secret == null) {
      throw ProblemException.conflict(
          "Only the holder of the private key can sign tokens here. For the demo, set laurel.auth.hs256-secret"
              + " (LAUREL_AUTH_HS256_SECRET).");
    }
    var now = clock.instant();
    var roles = Set.copyOf(request.roles());
    var claims =
        Jwt.claims()
            .subject(request.user())
            .preferredUserName(request.user())
            .groups(roles)
            .issuedAt(now)
            .expiresAt(now.plus(config.tokenTtl()))
            .claim(auth.userClaim(), request.user());
    if (!auth.rolesClaim().equals("groups")) {
      claims.claim(auth.rolesClaim(), roles);
    }
    if (verification.getIssuedBy() != null) {
      claims.issuer(verification.getIssuedBy());
    }
    if (verification.getExpectedAudience() != null) {
      claims.audience(verification.getExpectedAudience());
    }
    return new Token(claims.sign(secret), config.tokenTtl().toSeconds());
  }
}
