package dev.laurel.testing;

import static org.awaitility.Awaitility.await;

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

  /** As far ahead as a time of issue is accepted. */
  private static final Duration SKEW = Duration.ofSeconds(5);

  /** More than a node's clock and that of its database differ in tests. */
  private static final Duration CLOCK_ERROR = Duration.ofMillis(200);

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
   * A token of a user that no revocation of until now covers, for ten minutes. It says it was
   * issued as late as is accepted; waits until that is late enough, at most a second.
   */
  public static String afterRevocation(String user) {
    long before = Instant.now().getEpochSecond();
    await().until(() -> Instant.now().minus(CLOCK_ERROR).getEpochSecond() > before);
    return issued(user, Instant.ofEpochSecond(before + 1).plus(SKEW), "after-revocation");
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
