package dev.laurel.security;

import dev.laurel.settings.DurationWithUnit;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * Settings of authentication. For public keys of a single issuer, its name and audience there are
 * MicroProfile JWT's own settings, {@code mp.jwt.verify.*}; further issuers are below.
 */
@ConfigMapping(prefix = "laurel.auth")
public interface AuthConfig {
  /**
   * Shared secret of HS256 tokens, at least 32 bytes of UTF-8, taken exactly as written: {@code $}
   * and backslashes mean nothing. Several lines are several secrets, all of them accepted. With it
   * no other algorithm is accepted and public keys of {@code mp.jwt.verify.*} are ignored. Embedded
   * servers bring a random one.
   */
  Optional<String> hs256Secret();

  /**
   * Files with further such secrets, one a line, separated by commas. Read again within 5 s of a
   * change: to change a secret without logging anybody out, put the new one beside the old one, let
   * the issuer change, and remove the old one when the last token of it has expired.
   */
  Optional<List<String>> hs256SecretFiles();

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

  /**
   * Claim with the name that other users see. Unless set, {@code preferred_username}, {@code
   * username} or {@code name}, the first that a token has; where it has none, the user's id.
   */
  Optional<String> nameClaim();

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
