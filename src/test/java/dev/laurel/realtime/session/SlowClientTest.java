package dev.laurel.realtime.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.realtime.Flood;
import dev.laurel.realtime.Meters;
import dev.laurel.realtime.RawSocket;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.OtherNode;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that does not read is closed, and does not slow down the others. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class SlowClientTest {
  private static final String GAME = "/ws/game/";
  private static final int BOUND = 262_144;

  @TestHTTPResource("/")
  URI node;

  @Inject OtherNode otherNode;
  @Inject DataSource database;
  @Inject MeterRegistry registry;

  private final String alice = Fresh.id("alice");
  private final String token = TestTokens.of(alice);
  private Meters meters;

  @BeforeEach
  void readMeters() {
    meters = new Meters(registry);
  }

  @Test
  void aClientThatDoesNotReadIsClosedAndDropped() {
    // Given
    try (var healthy = SocketClient.open(node, GAME, token);
        var stalled = new RawSocket(node, GAME, token)) {
      healthy.probe();
      stalled.send(RawSocket.FINAL | RawSocket.TEXT, "{\"type\":\"hello\"}");
      stalled.text();
      double dropped = meters.sum("dropped");

      // When
      int poured = floodUntilOneIsClosed(healthy);

      // Then
      assertTrue(meters.sum("queue.bytes") <= BOUND, "let go of at once");
      await().until(() -> meters.sum("dropped") == dropped + 1);
      await().until(() -> meters.sum("queue.bytes") == 0);
      stalled.awaitEnd();
      healthy.probe();
      assertEquals(LongStream.rangeClosed(1, poured).boxed().toList(), healthy.seqs());
    }
  }

  @Test
  void aSlowClientThatReadsAgainGetsTheCloseCode() {
    // Given
    try (var healthy = SocketClient.open(node, GAME, token);
        var stalled = new RawSocket(node, GAME, token)) {
      healthy.probe();
      stalled.send(RawSocket.FINAL | RawSocket.TEXT, "{\"type\":\"hello\"}");
      stalled.text();

      // When
      floodUntilOneIsClosed(healthy);

      // Then
      assertEquals(4408, stalled.closeCode());
    }
  }

  /** Returns the number of events needed. */
  private int floodUntilOneIsClosed(SocketClient healthy) {
    var flood = new Flood(otherNode, database, alice);
    double before = meters.sum("slow.closes");
    for (int i = 0; i < 500; i++) {
      int poured = flood.pour();
      healthy.await("everything", frame -> frame.path("seq").asInt() == poured);
      if (meters.sum("slow.closes") > before) {
        return poured;
      }
    }
    throw new AssertionError("never closed");
  }
}
