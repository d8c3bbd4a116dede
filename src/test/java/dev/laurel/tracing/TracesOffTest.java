package dev.laurel.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.installation.InstallationKey;
import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.prometheus.client.exemplars.ExemplarSampler;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Nothing says where traces are to go. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class TracesOffTest {
  @Inject RedisDataSource redis;
  @Inject InstallationKey key;
  @Inject Spans spans;
  @Inject Optional<ExemplarSampler> exemplars;

  private final String alice = Fresh.id("alice");

  @Test
  void countingAFrameLooksUpNoSpan() {
    assertEquals(Optional.empty(), exemplars);
  }

  @Test
  void graderTraceIsNotContinuedWhenTracingIsOff() throws InterruptedException {
    // Given
    var channel = "laurel:user:" + alice;
    var hints = new LinkedBlockingQueue<String>();
    var subscriber = redis.pubsub(String.class).subscribe(channel, hints::add);

    // When
    Api.as("gradebot", "grader")
        .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        .body(Api.text(SubmissionJson.practice(alice)))
        .post("/api/submissions")
        .then()
        .statusCode(201);

    // Then
    var head =
        key.open(channel, hints.poll(20, TimeUnit.SECONDS))
            .orElseThrow()
            .lines()
            .findFirst()
            .orElseThrow();
    assertTrue(head.matches("1 w=\\d+ g=\\d+"), head);
    assertEquals(List.of(), spans.all());
    subscriber.unsubscribe();
  }
}
