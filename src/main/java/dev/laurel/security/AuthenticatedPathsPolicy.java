package dev.laurel.security;

import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Requires a valid token or ticket for the API and the sockets, whatever annotations their classes
 * have or lack.
 */
@ApplicationScoped
class AuthenticatedPathsPolicy implements HttpSecurityPolicy {
  private static final String API = "/api/";

  @Override
  public Uni<CheckResult> checkPermission(
      RoutingContext request,
      Uni<SecurityIdentity> identity,
      AuthorizationRequestContext requestContext) {
    var path = request.normalizedPath();
    if (!path.startsWith(API) && !SocketPaths.contain(path)) {
      return CheckResult.permit();
    }
    return identity
        .invoke(
            caller -> {
              if (caller.isAnonymous()) {
                throw new UnauthorizedException();
              }
            })
        .replaceWith(CheckResult.PERMIT);
  }
}
