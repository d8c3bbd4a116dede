package dev.laurel.security;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;

/**
 * The one form in which the rest of the service meets an authenticated user. It holds neither token
 * nor ticket. It has no {@code quarkus.identity.expire-time} either: with that, sockets would close
 * with 1008 at expiry and not with 4401.
 */
final class CallerIdentity {
  private CallerIdentity() {}

  static SecurityIdentity of(Caller caller) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(caller.id()))
        .addRoles(caller.roles())
        .addAttribute(Caller.ATTRIBUTE, caller)
        .build();
  }
}
