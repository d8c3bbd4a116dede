package dev.laurel.errors;

import java.time.Duration;
import java.util.Map;

/**
 * A problem document with its response headers.
 *
 * @param headers the headers, with unique names
 */
record ProblemResponse(Problem problem, Map<String, String> headers) {
  private static final long MILLIS_BELOW_A_SECOND = 999;

  static ProblemResponse of(Problem problem) {
    return new ProblemResponse(problem, Map.of());
  }

  static ProblemResponse of(int status, String detail) {
    return of(Problem.of(status, detail));
  }

  /** 401 with the challenge that RFC 9110 requires. */
  static ProblemResponse unauthorized() {
    return of(401, "A valid token is required.").with("WWW-Authenticate", "Bearer");
  }

  static ProblemResponse of(ProblemException failure) {
    var response = of(failure.problem());
    return failure
        .retryAfter()
        .map(wait -> response.with("Retry-After", Long.toString(seconds(wait))))
        .orElse(response);
  }

  ProblemResponse with(String header, String value) {
    return new ProblemResponse(problem, Map.of(header, value));
  }

  private static long seconds(Duration wait) {
    return Math.max(1, wait.plusMillis(MILLIS_BELOW_A_SECOND).toSeconds());
  }
}
