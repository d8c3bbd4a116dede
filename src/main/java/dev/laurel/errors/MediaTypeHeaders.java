package dev.laurel.errors;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses requests with an unreadable Accept or Content-Type header before they have any effect.
 * The framework would fail only when it sends the response, or chooses among the methods that take
 * different bodies.
 */
class MediaTypeHeaders {
  @ServerRequestFilter(preMatching = true)
  public Optional<Response> check(ContainerRequestContext request) {
    check(request, HttpHeaders.ACCEPT, "The Accept header is not one of media types.");
    check(request, HttpHeaders.CONTENT_TYPE, "The Content-Type header is not a media type.");
    return Optional.empty();
  }

  private static void check(ContainerRequestContext request, String header, String refusal) {
    try {
      for (var value : request.getHeaders().getOrDefault(header, List.of())) {
        for (var type : value.split(",")) {
          MediaType.valueOf(type.strip());
        }
      }
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(refusal);
    }
  }
}
