package dev.laurel.faults;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.realtime.personal.LogRows;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sets the clock of token expiry while sockets are open. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
@TestProfile(ClockJumpLongIT.WithJumpingClock.class)
class ClockJumpLongIT {
  /** Lets the test set the clock. */
  public static class WithJumpingClock implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(JumpingClocks.class);
    }
  }

  @TestHTTPResource("/")
  URI node;

  @Inject JumpingClocks clocks;
  @Inject Scheduler scheduler;
  @Inject DataSource database;

  private final String alice = Fresh.id("alice");
  private final String bob = Fresh.id("bob");

  @AfterEach
  void setBack() {
    clocks.jump(Duration.ZERO);
  }

  @Test
  void socketClosesWhenTheClockJumpsBehindItsExpiryAndResumesWithoutLoss() {
    var backEnd = new CourseBackEnd(node);
    try (var brief = open(alice, Duration.ofMinutes(10), 0);
        var lasting = open(bob, Duration.ofHours(3), 0)) {
      // Given
      backEnd.tell(alice, 1);
      backEnd.tell(bob, 1);
      assertEquals(1, brief.await("points_update").get("seq").asLong());

      // When
      clocks.jump(Duration.ofHours(1));
      backEnd.tell(alice, 2);
      backEnd.tell(bob, 2);

      // Then
      assertEquals(4401, brief.closeCode());
      var seen = brief.seqs();
      try (var renewed = open(alice, Duration.ofHours(3), seen.get(seen.size() - 1))) {
        backEnd.tell(alice, 3);
        renewed.await("the last event", frame -> frame.path("seq").asLong() == 3);
        assertEquals(
            List.of(1L, 2L, 3L), Stream.concat(seen.stream(), renewed.seqs().stream()).toList());
      }
      lasting.await("the last event", frame -> frame.path("seq").asLong() == 2);
      assertEquals(List.of(1L, 2L), lasting.seqs());
      assertTrue(lasting.isOpen());
    }
  }

  @Test
  void socketStaysOpenWhenTheClockJumpsBack() {
    try (var socket = open(alice, Duration.ofMinutes(10), 0)) {
      // When
      clocks.jump(Duration.ofHours(-1));
      new CourseBackEnd(node).tell(alice, 1);

      // Then
      assertEquals(1, socket.await("points_update").get("seq").asLong());
      assertTrue(socket.isOpen());
    }
  }

  /** Pausing the job stands for the scheduler, which follows the system's clock. */
  @Test
  void aLostHintIsRepairedWhileTheClockIsBehindAndTheSchedulerWaits() {
    scheduler.pause("realtime.reconcile-logs");
    try (var socket = open(alice, Duration.ofMinutes(10), 0)) {
      socket.await("resumed");

      // When
      clocks.jump(Duration.ofHours(-1));
      new LogRows(database).appendUpTo(alice, 1, "practice");

      // Then
      assertEquals(1, socket.await("points_update").get("seq").asLong());
    } finally {
      scheduler.resume("realtime.reconcile-logs");
    }
  }

  @Test
  void nodeWhoseClockDiffersFromTheDatabasesIsNotReady() {
    // Given
    assertEquals(200, given().get("/q/health/ready").statusCode());

    // When
    clocks.jump(Duration.ofMinutes(50));

    // Then
    assertEquals(503, given().get("/q/health/ready").statusCode());

    // When
    clocks.jump(Duration.ZERO);

    // Then
    assertEquals(200, given().get("/q/health/ready").statusCode());
  }

  @Test
  void eventOfANodeWithAWrongClockHasTheDatabasesTime() {
    // Given
    clocks.jump(Duration.ofDays(31));

    try (var socket = open(alice, Duration.ofDays(60), 0)) {
      // When
      new CourseBackEnd(node).tell(alice, 1);

      // Then
      var at = Instant.parse(socket.await("points_update").path("sent_at").asText());
      assertTrue(Duration.between(at, Instant.now()).abs().compareTo(Duration.ofMinutes(1)) < 0);
    }
  }

  private SocketClient open(String user, Duration life, long since) {
    var token = TestTokens.of(user, "name-" + user, Instant.now().plus(life));
    return SocketClient.open(node, "/ws/game/?since=" + since, token);
  }
}
