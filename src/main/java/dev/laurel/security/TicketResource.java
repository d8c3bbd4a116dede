package dev.laurel.security;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/** Issues tickets, which browsers put into a socket's address instead of their token. */
@Path("/api/ws-tickets")
@Tag(name = "Sockets")
@Authenticated
class TicketResource {
  /**
   * A ticket.
   *
   * @param ticket 256 random bits, safe in a URL
   * @param expiresIn seconds in which it can be used
   */
  @RegisterForReflection
  record Ticket(String ticket, long expiresIn) {}

  private final TicketStore tickets;
  private final AuthConfig config;
  private final SecurityIdentity identity;

  TicketResource(TicketStore tickets, AuthConfig config, SecurityIdentity identity) {
    this.tickets = tickets;
    this.config = config;
    this.identity = identity;
  }

  @POST
  @Produces(MediaType.APPLICATION_JSON)
  @ResponseStatus(201)
  @APIResponse(
      responseCode = "201",
      description = "The ticket",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Ticket.class)))
  @Operation(
      summary = "Issue a ticket for one socket",
      description =
          "Open the socket with ?ticket=… within expires_in seconds. The ticket can be used once, at any node, and the"
              + " socket lives no longer than the token that this request came with.")
  public Uni<RestResponse<Ticket>> issue() {
    var caller = Caller.of(identity);
    var ttl = shorter(config.ticketTtl(), Duration.between(Instant.now(), caller.expiresAt()));
    if (ttl.toMillis() < 1) {
      throw new UnauthorizedException();
    }
    return tickets
        .issue(caller, ttl)
        .map(
            ticket ->
                RestResponse.ResponseBuilder.create(
                        RestResponse.Status.CREATED, new Ticket(ticket, ttl.toSeconds()))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build());
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
