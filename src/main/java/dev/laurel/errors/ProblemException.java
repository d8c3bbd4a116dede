package dev.laurel.errors;

import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Ends a request with a problem document; inside a transaction it rolls back. */
public final class ProblemException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;
  private static final Duration RETRY_WHEN_AWAY = Duration.ofSeconds(2);
  private static final Duration RETRY_WHEN_FULL = Duration.ofSeconds(30);
  private static final Duration RETRY_WHEN_BUSY = Duration.ofSeconds(1);

  private final transient Problem problem;
  private final transient Duration retryAfter;

  public ProblemException(Problem problem) {
    this(problem, null);
  }

  private ProblemException(Problem problem, Duration retryAfter) {
    super(problem.status() + " " + problem.detail());
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  /** 400 without invalid fields. */
  public static ProblemException badRequest(String detail) {
    return new ProblemException(Problem.of(400, detail));
  }

  /** 400 with one invalid field. */
  public static ProblemException badRequest(String field, String message) {
    return badRequest(List.of(new FieldError(field, message)));
  }

  /** 400 with at least one invalid field. */
  public static ProblemException badRequest(List<FieldError> errors) {
    return new ProblemException(Problem.of(errors));
  }

  /** Throws 400 with the invalid fields; does nothing if there are none. */
  public static void refuse(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw badRequest(errors);
    }
  }

  /** 403: the caller is authenticated but not allowed. */
  public static ProblemException forbidden(String detail) {
    return new ProblemException(Problem.of(403, detail));
  }

  /** 404. */
  public static ProblemException notFound(String detail) {
    return new ProblemException(Problem.of(404, detail));
  }

  /** 409: the request conflicts with the current state. */
  public static ProblemException conflict(String detail) {
    return conflict(detail, List.of());
  }

  /** 409, and the fields that conflict with the current state. */
  public static ProblemException conflict(String detail, List<FieldError> errors) {
    return new ProblemException(Problem.of(409, detail, errors));
  }

  /** 503: a dependency of the request is away. */
  public static ProblemException unavailable() {
    return unavailable(RETRY_WHEN_AWAY);
  }

  /** 503: too much waits to be done already. */
  public static ProblemException busy() {
    return unavailable(RETRY_WHEN_BUSY);
  }

  /** 503. {@code retryAfter} is rounded up to whole seconds. */
  public static ProblemException unavailable(Duration retryAfter) {
    return unavailable("The service cannot answer at the moment. Try again later.", retryAfter);
  }

  /** 429: the caller asks for too much at a time. */
  public static ProblemException tooMany(String detail, Duration retryAfter) {
    return new ProblemException(Problem.of(429, detail), retryAfter);
  }

  /** 503 with a reason that only a person at the service can remove. */
  static ProblemException unavailable(String detail) {
    return unavailable(detail, RETRY_WHEN_FULL);
  }

  /**
   * 503 with a reason that the client may know. {@code retryAfter} is rounded up to whole seconds.
   */
  public static ProblemException unavailable(String detail, Duration retryAfter) {
    return new ProblemException(Problem.of(503, detail), retryAfter);
  }

  /** The document the client gets. */
  public Problem problem() {
    return problem;
  }

  /** How long the client should wait before it tries again. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
