package dev.laurel.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Redis with Sentinel and as a Cluster, of which a master fails. */
class RedisGroupLongIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration RECONCILE_INTERVAL = Duration.ofSeconds(10);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** The kinds of failover. */
  enum Kind {
    SENTINEL(RedisGroup::sentinel),
    CLUSTER(RedisGroup::cluster);

    private final Function<Vertx, RedisGroup> start;

    Kind(Function<Vertx, RedisGroup> start) {
      this.start = start;
    }
  }

  private Vertx vertx;

  @BeforeEach
  void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void stopVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @EnumSource
  void hintsAndTicketsWorkAcrossNodesBeforeAndAfterAFailover(Kind kind) throws Exception {
    try (var redis = kind.start.apply(vertx);
        var nodes = new Nodes(List.of(settings(redis), settings(redis)))) {
      // Given
      assertTrue(hintArrives(nodes));
      assertTrue(ticketOpensSocket(nodes));

      // When
      try (var course = new Course(nodes, 20, 2)) {
        course.grader().start(50);
        redis.firstMaster().kill();

        // Then
        await("tickets again")
            .atMost(PATIENCE)
            .ignoreExceptions()
            .until(() -> ticketOpensSocket(nodes));
        await("hints again").atMost(PATIENCE).ignoreExceptions().until(() -> hintArrives(nodes));
        course.grader().stop();
        course.reckon();
        assertEquals(0, course.grader().unavailable());
        assertEquals(0, course.disconnects());
      }
    }
  }

  private static Map<String, String> settings(RedisGroup redis) {
    var settings = new HashMap<>(redis.settings());
    settings.put("laurel.realtime.reconcile-interval", RECONCILE_INTERVAL.toSeconds() + "s");
    return settings;
  }

  /** Whether an event posted to one node reaches the other sooner than by reconciliation. */
  private static boolean hintArrives(Nodes nodes) {
    var user = Fresh.id("alice");
    try (var socket =
        SocketClient.open(nodes.all().get(1).address(), "/ws/game/", TestTokens.of(user))) {
      long start = System.nanoTime();
      nodes.all().get(0).backEnd().tell(user, 1);
      socket.awaitFrames(1);
      return System.nanoTime() - start < RECONCILE_INTERVAL.toNanos() / 2;
    }
  }

  /** Whether a ticket of one node opens a socket on the other. */
  private static boolean ticketOpensSocket(Nodes nodes) throws Exception {
    var issuing =
        HttpRequest.newBuilder(nodes.all().get(0).address().resolve("/api/ws-tickets"))
            .header("Authorization", "Bearer " + TestTokens.of(Fresh.id("bob")))
            .POST(BodyPublishers.noBody())
            .build();
    var issued = HTTP.send(issuing, BodyHandlers.ofString());
    if (issued.statusCode() != 201) {
      return false;
    }
    var ticket = new ObjectMapper().readTree(issued.body()).get("ticket").asText();
    var address = nodes.all().get(1).address();
    HTTP.newWebSocketBuilder()
        .buildAsync(
            URI.create("ws://" + address.getAuthority() + "/ws/game/?ticket=" + ticket),
            new WebSocket.Listener() {})
        .get(10, TimeUnit.SECONDS)
        .abort();
    return true;
  }
}
