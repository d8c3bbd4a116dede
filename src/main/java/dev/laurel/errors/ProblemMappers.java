package dev.laurel.errors;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps every failure of a resource, and of reaching one, to a problem document. */
class ProblemMappers {
  private final ProblemTranslator translator;

  ProblemMappers(ProblemTranslator translator) {
    this.translator = translator;
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
    var answer =
        translator.translate(named(failure, request, resource), what, resource::getResourceMethod);
    var response =
        Response.status(answer.problem().status())
            .type(Problem.MEDIA_TYPE)
            .entity(translator.json(answer.problem()));
    answer.headers().forEach(response::header);
    return response.build();
  }

  /** Replaces the failure to read a parameter by one that names the parameter, if possible. */
  private static Throwable named(
      Throwable failure, ContainerRequestContext request, ResourceInfo resource) {
    if (failure instanceof NotFoundException && failure.getCause() != null) {
      var errors =
          QueryParameters.unreadable(
              resource.getResourceMethod(), request.getUriInfo().getQueryParameters());
      return errors.isEmpty() ? failure : ProblemException.badRequest(errors);
    }
    return failure;
  }
}
