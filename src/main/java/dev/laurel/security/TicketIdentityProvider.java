package dev.laurel.security;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Takes a ticket for the token that bought it. */
@ApplicationScoped
class TicketIdentityProvider implements IdentityProvider<TicketAuthenticationRequest> {
  private final TicketStore tickets;
  private final Revocations revocations;

  TicketIdentityProvider(TicketStore tickets, Revocations revocations) {
    this.tickets = tickets;
    this.revocations = revocations;
  }

  @Override
  public Class<TicketAuthenticationRequest> getRequestType() {
    return TicketAuthenticationRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      TicketAuthenticationRequest request, AuthenticationRequestContext context) {
    return tickets
        .redeem(request.ticket())
        .map(
            caller ->
                caller
                    .filter(c -> c.expiresAt().isAfter(Instant.now()))
                    .filter(c -> !revocations.cover(c))
                    .map(CallerIdentity::of)
                    .orElseThrow(AuthenticationFailedException::new));
  }
}
