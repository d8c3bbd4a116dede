package dev.laurel.errors;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses requests with an unreadable Accept header before they have any effect: the framework
 * would fail only when it sends the response.
 */
class AcceptHeader {
  @ServerRequestFilter(preMatching = true)
  public Optional<Response> check(ContainerRequestContext request) {
    var accepted = request.getHeaders().getOrDefault(HttpHeaders.ACCEPT, List.of());
    try {
      for (var header : accepted) {
        for (var type : header.split(",")) {
          MediaType.valueOf(type.strip());
        }
      }
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest("The Accept header is not one of media types.");
    }
    return Optional.empty();
  }
}
