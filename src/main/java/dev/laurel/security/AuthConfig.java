package dev.laurel.security;

import dev.laurel.settings.DurationWithUnit;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * Settings of authentication. Public keys, issuer and audience are MicroProfile JWT's own settings:
 * {@code mp.jwt.verify.*}.
 */
@ConfigMapping(prefix = "laurel.auth")
public interface AuthConfig {
  /**
   * Shared secret of HS256 tokens, at least 32 bytes of UTF-8. With it no other algorithm is
   * accepted and public keys are ignored. Embedded servers bring a random one.
   */
  Optional<String> hs256Secret();

  /**
   * Claim with the user's id, a string or a whole number. A path such as {@code account/id} leads
   * into objects.
   */
  @WithDefault("sub")
  String userClaim();

  /**
   * Claim with the roles: an array of strings, or one string with spaces or commas between them. A
   * path such as {@code realm_access/roles} leads into objects.
   */
  @WithDefault("groups")
  String rolesClaim();

  /** How long a ticket for a socket can be used after it was issued. */
  @DurationMin(seconds = 1)
  @WithDefault("30s")
  @WithConverter(DurationWithUnit.class)
  Duration ticketTtl();

  /**
   * How long a revocation is remembered. Must exceed the life of any token, which would otherwise
   * be accepted again.
   */
  @DurationMin(seconds = 1)
  @WithDefault("30d")
  @WithConverter(DurationWithUnit.class)
  Duration revocationRetention();
}
