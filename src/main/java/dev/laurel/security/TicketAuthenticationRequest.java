package dev.laurel.security;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks for the identity that bought a ticket; answering uses the ticket up. */
final class TicketAuthenticationRequest extends BaseAuthenticationRequest {
  private final String ticket;

  TicketAuthenticationRequest(String ticket) {
    this.ticket = ticket;
  }

  String ticket() {
    return ticket;
  }
}
