package dev.laurel.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** Answers every failure of a resource, and of getting to one, with a problem document. */
class ProblemMappers {
  private final ProblemTranslator translator;
  private final ObjectMapper mapper;

  ProblemMappers(ProblemTranslator translator, ObjectMapper mapper) {
    this.translator = translator;
    this.mapper = mapper;
  }

  /**
   * Names the types for which the framework brings mappers of its own, besides the root of them
   * all.
   */
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
      RoutingContext http)
      throws JsonProcessingException {
    if (http.response().ended()) {
      // as it is when a body of unknown length turns out too long
      return Response.status(http.response().getStatusCode()).build();
    }
    var what = request.getMethod() + " " + request.getUriInfo().getPath();
    var answer =
        translator.translate(named(failure, request, resource), what, resource::getResourceMethod);
    var response =
        Response.status(answer.problem().status())
            .type(Problem.MEDIA_TYPE)
            .entity(mapper.writeValueAsString(answer.problem()));
    answer.headers().forEach(response::header);
    return response.build();
  }

  /** The failure to read a parameter, with the parameter's name where that can be found out. */
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
