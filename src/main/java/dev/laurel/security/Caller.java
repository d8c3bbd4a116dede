package dev.laurel.security;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import java.time.Instant;
import java.util.Set;

/**
 * Who makes a request or holds a socket, as the token says.
 *
 * @param id the user; 1 to 128 characters, none of them a control character; also the principal's
 *     name
 * @param username the name that other users see; the id when the token has none
 * @param roles all roles of the token, known to us or not
 * @param expiresAt when the token expires, and with it everything it opened; whole seconds
 * @param issuedAt when the token was issued, in whole seconds; null if it does not say
 * @param tokenId the id of the token; null if it has none
 */
@RegisterForReflection
public record Caller(
    String id,
    String username,
    Set<String> roles,
    Instant expiresAt,
    Instant issuedAt,
    String tokenId) {
  static final String ATTRIBUTE = "laurel.caller";

  public Caller {
    roles = Set.copyOf(roles);
  }

  /**
   * The caller behind an identity.
   *
   * @throws UnauthorizedException when nobody has authenticated
   */
  public static Caller of(SecurityIdentity identity) {
    Caller caller = identity.getAttribute(ATTRIBUTE);
    if (caller == null) {
      throw new UnauthorizedException();
    }
    return caller;
  }
}
