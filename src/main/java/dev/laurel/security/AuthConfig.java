package dev.laurel.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * Who is let in. Keys, issuer and audience of RS256 and ES256 tokens are MicroProfile JWT's own
 * settings: {@code mp.jwt.verify.publickey}, {@code mp.jwt.verify.publickey.location} (file or JWKS
 * address), {@code mp.jwt.verify.issuer}, {@code mp.jwt.verify.audiences}, {@code
 * mp.jwt.verify.clock.skew} (seconds).
 */
@ConfigMapping(prefix = "laurel.auth")
public interface AuthConfig {
  /**
   * The secret of HS256 tokens, 32 bytes of UTF-8 at least. With it, no other algorithm is accepted
   * and the keys of {@code mp.jwt.verify.*} are not used; issuer and audience still are.
   */
  Optional<String> hs256Secret();

  /**
   * The claim with the user's id, a string or a whole number. A path such as {@code account/id}
   * leads into objects.
   */
  @WithDefault("sub")
  String userClaim();

  /**
   * The claim with the roles: an array of strings, or a string with spaces or commas between them.
   * A path such as {@code realm_access/roles} leads into objects.
   */
  @WithDefault("groups")
  String rolesClaim();

  /** How long a ticket for a socket can be used after it was issued; a second at least. */
  @DurationMin(seconds = 1)
  @WithDefault("30s")
  Duration ticketTtl();

  /**
   * How long a revocation is remembered; default 30 days. Must exceed the life of any token, which
   * would be accepted again otherwise.
   */
  @DurationMin(seconds = 1)
  @WithDefault("30d")
  Duration revocationRetention();

  /** How often a node looks for revocations that it got no hint of; default 1 s. */
  @DurationMin(millis = 10)
  @WithDefault("1s")
  Duration revocationPollInterval();
}
