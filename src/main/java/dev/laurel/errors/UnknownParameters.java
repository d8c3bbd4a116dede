package dev.laurel.errors;

import dev.laurel.settings.Nearest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses API requests whose query has parameters that the operation does not have: {@code
 * ?tokenid=…} would otherwise revoke all tokens. They can be ignored as {@link UnknownFields} can.
 * Pages and sockets, to whose addresses others add parameters, take any.
 */
@ApplicationScoped
class UnknownParameters {
  private static final String PATH = "/api/";

  private final UnknownFields unknownFields;
  private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

  UnknownParameters(UnknownFields unknownFields) {
    this.unknownFields = unknownFields;
  }

  @ServerRequestFilter
  public void check(ContainerRequestContext request, ResourceInfo operation) {
    var given = request.getUriInfo().getQueryParameters().keySet();
    if (given.isEmpty() || !request.getUriInfo().getPath().startsWith(PATH)) {
      return;
    }
    var names = known.computeIfAbsent(operation.getResourceMethod(), UnknownParameters::parameters);
    unknownFields.ignoreOrRefuse(
        given.stream()
            .filter(name -> !names.contains(name))
            .map(name -> new FieldError(name, describe(name, names)))
            .toList());
  }

  private static String describe(String name, Set<String> known) {
    return known.isEmpty()
        ? "is unknown; the operation has no parameters"
        : "is unknown; the nearest known parameter is "
            + Nearest.name(UnknownFields.shortened(name), known);
  }

  private static Set<String> parameters(Method operation) {
    return Stream.of(operation.getParameters())
        .map(parameter -> parameter.getAnnotation(QueryParam.class))
        .filter(Objects::nonNull)
        .map(QueryParam::value)
        .collect(Collectors.toUnmodifiableSet());
  }
}
