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
 * Refuses API requests whose query has parameters that the operation does not have, or no value
 * for: {@code ?tokenid=…} and {@code ?token_id=} would otherwise revoke all tokens. Unknown ones
 * can be ignored as {@link UnknownFields} can, but for a {@code dry_run} of what is then done.
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
    var query = request.getUriInfo().getQueryParameters();
    var given = query.keySet();
    if (given.isEmpty() || !request.getUriInfo().getPath().startsWith(PATH)) {
      return;
    }
    var names = known.computeIfAbsent(operation.getResourceMethod(), UnknownParameters::parameters);
    if (given.contains(DryRun.NAME) && !names.contains(DryRun.NAME)) {
      throw ProblemException.badRequest(
          DryRun.NAME, "is unknown; the operation cannot be rehearsed");
    }
    var empty =
        given.stream()
            .filter(name -> names.contains(name) && query.get(name).contains(""))
            .map(name -> new FieldError(name, "must have a value"))
            .toList();
    ProblemException.refuse(empty);
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
