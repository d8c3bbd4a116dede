package dev.laurel.testing;

import io.smallrye.jwt.build.Jwt;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.jwt.Claims;

/**
 * Tokens that the application under test accepts, and every node with the settings of {@link
 * EmbeddedServersResource}.
 */
public final class TestTokens {
  /** The shared secret of issuer and verifier. */
  public static final String SECRET = "the secret that every test knows";

  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private TestTokens() {}

  /** A token of a user whose name is {@code name-<id>}, for ten minutes. */
  public static String of(String user, String... roles) {
    return of(user, "name-" + user, Instant.now().plus(LIFETIME), roles);
  }

  /** A token of a user. */
  public static String of(String user, String username, Instant expiresAt, String... roles) {
    return Jwt.subject(user)
        .preferredUserName(username)
        .groups(Set.of(roles))
        .issuedAt(Instant.now().minusSeconds(1))
        .expiresAt(expiresAt)
        .signWithSecret(SECRET);
  }

  /**
   * A token of a user, for ten minutes.
   *
   * @param id the {@code jti}, by which it can be revoked
   */
  public static String issued(String user, Instant issuedAt, String id) {
    return Jwt.subject(user)
        .issuedAt(issuedAt)
        .expiresAt(Instant.now().plus(LIFETIME))
        .claim(Claims.jti, id)
        .signWithSecret(SECRET);
  }
}
