package dev.laurel.security;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.time.Instant;
import java.util.Set;

/**
 * The user who makes a request or holds a socket, as the token describes them; or a machine, as its
 * key does.
 *
 * @param id the user, also the principal's name; 1 to 128 characters without control characters
 * @param username the name that other users see; the id if the token has none
 * @param roles all roles of the token, known to Laurel or not
 * @param expiresAt when the token expires, and with it the sockets it opened; whole seconds
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
   * @throws UnauthorizedException for an anonymous identity
   */
  public static Caller of(SecurityIdentity identity) {
    Caller caller = identity.getAttribute(ATTRIBUTE);
    if (caller == null) {
      throw new UnauthorizedException();
    }
    return caller;
  }

  /**
   * The identity that requests and sockets of this caller have. It holds neither token nor ticket,
   * and no {@code quarkus.identity.expire-time}: that would close sockets with 1008 at expiry
   * instead of 4401.
   */
  SecurityIdentity identity() {
    return identity(new ClassScope(Set.of()));
  }

  /** The identity of a caller who is limited to some classes. */
  public SecurityIdentity identity(ClassScope scope) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(id))
        .addRoles(roles)
        .addAttribute(ATTRIBUTE, this)
        .addAttribute(ClassScope.ATTRIBUTE, scope)
        .build();
  }
}
