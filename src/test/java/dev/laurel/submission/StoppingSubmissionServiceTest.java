package dev.laurel.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.laurel.errors.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoppingSubmissionServiceTest {
  @Test
  void submissionsThatNoThreadTakesFailAndNoLongerCountAsWaiting() {
    // Given
    var executor = Executors.newSingleThreadExecutor();
    executor.shutdown();
    var meters = new SimpleMeterRegistry();
    var service =
        new SubmissionService(
            null,
            new Settings(),
            executor,
            meters,
            new SubmissionMetrics(meters, Clock.systemUTC()),
            OpenTelemetry.noop().getTracer("test"));
    var submissions =
        IntStream.range(0, 10).mapToObj(i -> StoppingSubmissionServiceTest.of("ada" + i)).toList();

    // When
    var outcomes = service.submit(submissions).toCompletableFuture();

    // Then
    var failure = assertThrows(CompletionException.class, outcomes::join);
    assertEquals(
        503, assertInstanceOf(ProblemException.class, failure.getCause()).problem().status());
    assertEquals(0, meters.get("laurel.submissions.waiting").gauge().value());
  }

  private record Settings() implements SubmissionConfig {
    @Override
    public double passMark() {
      return 0.5;
    }

    @Override
    public int queue() {
      return 100;
    }

    @Override
    public Optional<Duration> retention() {
      return Optional.empty();
    }
  }

  private static SubmissionRequest of(String user) {
    return new SubmissionRequest(
        "g",
        "s-" + user,
        1,
        new SubmissionRequest.User(user, user),
        null,
        null,
        Kind.practice,
        new Exercise("p", "P", 1_000),
        1.0,
        1.0,
        null,
        1,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
