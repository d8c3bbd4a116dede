package dev.laurel.security;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.BaseAuthenticationRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Authenticates a ticket as the caller who bought it. */
@ApplicationScoped
class TicketIdentityProvider implements IdentityProvider<TicketIdentityProvider.TicketRequest> {
  /** Asks for the identity of a ticket; the answer uses the ticket up. */
  static final class TicketRequest extends BaseAuthenticationRequest {
    private final String ticket;

    TicketRequest(String ticket) {
      this.ticket = ticket;
    }
  }

  private final TicketStore tickets;
  private final Revocations revocations;

  TicketIdentityProvider(TicketStore tickets, Revocations revocations) {
    this.tickets = tickets;
    this.revocations = revocations;
  }

  @Override
  public Class<TicketRequest> getRequestType() {
    return TicketRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      TicketRequest request, AuthenticationRequestContext context) {
    return tickets
        .redeem(request.ticket)
        .map(
            caller ->
                caller
                    .filter(c -> c.expiresAt().isAfter(Instant.now()))
                    .filter(c -> !revocations.isRevoked(c))
                    .map(Caller::identity)
                    .orElseThrow(AuthenticationFailedException::new));
  }
}
