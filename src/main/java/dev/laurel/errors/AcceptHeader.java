package dev.laurel.errors;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses requests that accept nothing that can be understood, before anything has been done for
 * them: the framework would find out when it has an answer to send.
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
