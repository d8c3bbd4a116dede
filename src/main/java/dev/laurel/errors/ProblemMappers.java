package dev.laurel.errors;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps every failure of a resource, and of reaching one, to a problem document. */
class ProblemMappers {
  private final ProblemTranslator translator;
  private final AllowedMethods allowed;

  ProblemMappers(ProblemTranslator translator, AllowedMethods allowed) {
    this.translator = translator;
    this.allowed = allowed;
  }

  /** Lists, besides Throwable, the types for which the framework has mappers of its own. */
  @ServerExceptionMapper({
    Throwable.class,
    WebApplicationException.class,
    NotFoundException.class,
    UnauthorizedException.class,
    ForbiddenException.class,
    AuthenticationFailedException.class,
    AuthenticationCompletionException.class,
    ValidationException.class,
    MismatchedInputException.class
  })
  public Response map(
      Throwable failure,
      ContainerRequestContext request,
      ResourceInfo resource,
      RoutingContext http) {
    if (http.response().ended()) {
      // A body of unknown length exceeded the limit.
      return Response.status(http.response().getStatusCode()).build();
    }
    var what = request.getMethod() + " " + request.getUriInfo().getPath();
    // Not resource::getResourceMethod: there is no resource where none of several methods for a
    // path takes the body, or makes what is accepted.
    var answer =
        translator.translate(
            specific(failure, request, resource), what, () -> resource.getResourceMethod());
    var response =
        Response.status(answer.problem().status())
            .type(Problem.MEDIA_TYPE)
            .entity(translator.json(answer.problem()));
    answer.headers().forEach(response::header);
    if (answer.problem().status() == 405) {
      allowed
          .of(request.getUriInfo().getPath())
          .ifPresent(methods -> response.header("Allow", methods));
    }
    return response.build();
  }

  /**
   * Replaces failures of which the framework says too little: a path that has other methods is
   * sometimes not found, and a number of the query that cannot be read has no name.
   */
  private Throwable specific(
      Throwable failure, ContainerRequestContext request, ResourceInfo resource) {
    if (failure instanceof NotFoundException
        && failure.getCause() == null
        && allowed.excludes(request.getMethod(), request.getUriInfo().getPath())) {
      return new ClientErrorException(Response.Status.METHOD_NOT_ALLOWED);
    } else if (failure instanceof NotFoundException && failure.getCause() != null) {
      var query = request.getUriInfo().getQueryParameters();
      var errors =
          Arrays.stream(resource.getResourceMethod().getParameters())
              .filter(parameter -> parameter.isAnnotationPresent(QueryParam.class))
              .filter(parameter -> JsonErrors.WHOLE_NUMBERS.contains(parameter.getType()))
              .filter(
                  parameter -> !isReadable(parameter.getType(), query.getFirst(name(parameter))))
              .map(parameter -> new FieldError(name(parameter), "must be a whole number"))
              .toList();
      return errors.isEmpty() ? failure : ProblemException.badRequest(errors);
    }
    return failure;
  }

  private static String name(Parameter parameter) {
    return parameter.getAnnotation(QueryParam.class).value();
  }

  private static boolean isReadable(Class<?> type, String value) {
    try {
      if (value != null) {
        long number = Long.parseLong(value);
        return type == long.class || type == Long.class || number == (int) number;
      }
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
