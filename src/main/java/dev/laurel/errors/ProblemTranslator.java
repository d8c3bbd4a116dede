package dev.laurel.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import dev.laurel.outage.DatabaseWatch;
import io.quarkus.hibernate.validator.runtime.jaxrs.ResteasyReactiveViolationException;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpClosedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import java.io.CharConversionException;
import java.lang.reflect.Method;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Translates failures to problem documents, and logs the failures of the service. */
@ApplicationScoped
class ProblemTranslator {
  private static final Logger LOG = Logger.getLogger("laurel.errors");
  private static final int MOST_CAUSES = 10;

  private final JsonErrors jsonErrors;
  private final ObjectMapper mapper;
  private final DatabaseWatch database;

  ProblemTranslator(JsonErrors jsonErrors, ObjectMapper mapper, DatabaseWatch database) {
    this.jsonErrors = jsonErrors;
    this.mapper = mapper;
    this.database = database;
  }

  /**
   * @param request method and path, for the log; never the query, which may contain a token
   * @param method the resource method, called only for invalid arguments
   */
  ProblemResponse translate(Throwable failure, String request, Supplier<Method> method) {
    if (failure instanceof ProblemException problem) {
      return ProblemResponse.of(problem);
    } else if (failure instanceof ResteasyReactiveViolationException violation
        && !Violations.concernReturnValue(violation.getConstraintViolations())) {
      var errors = Violations.describe(violation.getConstraintViolations(), method.get());
      return ProblemResponse.of(Problem.of(errors));
    } else if (failure instanceof UnauthorizedException
        || failure instanceof AuthenticationException) {
      return ProblemResponse.unauthorized();
    } else if (failure instanceof ForbiddenException) {
      return ProblemResponse.of(403, "Your roles do not allow this.");
    } else if (isUnreadable(failure)) {
      return unreadable(failure);
    } else if (failure instanceof WebApplicationException web) {
      return translate(web, request);
    } else if (isClosedByClient(failure)) {
      LOG.debugf("%s: the client closed the connection", request);
      return ProblemResponse.of(400, "The request ended too early.");
    } else if (failure instanceof RejectedExecutionException) {
      LOG.warnf("%s: no worker thread is free", request);
      return ProblemResponse.of(ProblemException.busy());
    } else if (database.isOutOfSpace(failure)) {
      LOG.errorf("%s: PostgreSQL has no space left: %s", request, failure);
      return ProblemResponse.of(
          ProblemException.unavailable(
              "The database has no space left, so nothing can be stored. Try again later."));
    } else if (database.isCausedByOutage(failure)) {
      LOG.debugf("%s: the database is away: %s", request, failure);
      return ProblemResponse.of(ProblemException.unavailable());
    }
    return unexpected(failure, request);
  }

  private ProblemResponse translate(WebApplicationException failure, String request) {
    var status = failure.getResponse().getStatus();
    if (isUnreadable(failure.getCause())) {
      return unreadable(failure.getCause());
    } else if (failure instanceof NotFoundException && failure.getCause() != null) {
      return ProblemResponse.of(400, "A parameter of the path or the query has the wrong type.");
    } else if (status >= 500 && status != 503) {
      return unexpected(failure, request);
    } else if (status == 401) {
      return ProblemResponse.unauthorized();
    }
    return ofStatus(status);
  }

  /** The problem document of a status without explanation. */
  ProblemResponse ofStatus(int status) {
    return ProblemResponse.of(
        status,
        switch (status) {
          case 404 -> "There is nothing here.";
          case 405 -> "This method is not allowed here.";
          case 408 -> "The request took too long to arrive.";
          case 406 -> "The answer is JSON, which the Accept header leaves out.";
          case 413 -> "The body is too large.";
          case 415 -> "The body must be sent as application/json, a roster also as text/csv.";
          default -> null;
        });
  }

  /** The body of a response. */
  String json(Problem problem) {
    try {
      return mapper.writeValueAsString(problem);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ProblemResponse unreadable(Throwable failure) {
    var error =
        failure instanceof JsonProcessingException json
            ? jsonErrors.describe(json)
            : new FieldError("", "is not valid JSON");
    return ProblemResponse.of(Problem.of(List.of(error)));
  }

  private ProblemResponse unexpected(Throwable failure, String request) {
    var id = UUID.randomUUID();
    LOG.errorf(failure, "%s failed, error id %s", request, id);
    return ProblemResponse.of(Problem.unexpected(id));
  }

  /**
   * A ClosedChannelException counts only at the top: as a cause it may concern Redis or the
   * database.
   */
  private static boolean isClosedByClient(Throwable failure) {
    return failure instanceof ClosedChannelException
        || Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .limit(MOST_CAUSES)
            .anyMatch(HttpClosedException.class::isInstance);
  }

  private static boolean isUnreadable(Throwable failure) {
    return failure instanceof JsonProcessingException
            && !(failure instanceof InvalidDefinitionException)
        || failure instanceof CharConversionException;
  }
}
