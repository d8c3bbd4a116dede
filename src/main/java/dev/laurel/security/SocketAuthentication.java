package dev.laurel.security;

import dev.laurel.security.TicketIdentityProvider.TicketRequest;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.smallrye.jwt.runtime.auth.JsonWebTokenCredential;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Authenticates sockets by {@code ?token=}, {@code ?ticket=} or {@code Authorization: Bearer};
 * exactly one of them. Ignores other paths, where a token in the query has no effect.
 */
@ApplicationScoped
class SocketAuthentication implements HttpAuthenticationMechanism {
  private static final String SCHEME = "Bearer";
  private static final String PREFIX = SCHEME + " ";
  private static final int UNAUTHORIZED = 401;

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext request, IdentityProviderManager identities) {
    if (!SocketPaths.contain(request.normalizedPath())) {
      return Uni.createFrom().nullItem();
    }
    var credentials = credentials(request);
    return switch (credentials.size()) {
      case 0 -> Uni.createFrom().nullItem();
      case 1 ->
          identities.authenticate(
              HttpSecurityUtils.setRoutingContextAttribute(credentials.get(0), request));
      default ->
          Uni.createFrom().failure(new AuthenticationFailedException("More than one credential"));
    };
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext request) {
    return Uni.createFrom().item(new ChallengeData(UNAUTHORIZED, "WWW-Authenticate", SCHEME));
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(TokenAuthenticationRequest.class, TicketRequest.class);
  }

  /** Comes before the mechanism that reads only the header. */
  @Override
  public int getPriority() {
    return DEFAULT_PRIORITY + 1;
  }

  private static List<AuthenticationRequest> credentials(RoutingContext request) {
    var found = new ArrayList<AuthenticationRequest>();
    var query = request.queryParams();
    query.getAll("token").forEach(token -> found.add(token(token)));
    query.getAll("ticket").forEach(ticket -> found.add(new TicketRequest(ticket)));
    var header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null && header.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
      found.add(token(header.substring(PREFIX.length()).strip()));
    }
    return found;
  }

  private static AuthenticationRequest token(String token) {
    return new TokenAuthenticationRequest(new JsonWebTokenCredential(token));
  }
}
