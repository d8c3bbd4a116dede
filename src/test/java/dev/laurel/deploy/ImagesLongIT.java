package dev.laurel.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.LaurelProcess;
import dev.laurel.testing.PostgresProcess;
import dev.laurel.testing.RedisProcess;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is in the images does the main job, beside a PostgreSQL and a Redis that it did not start.
 * Prints how fast each starts and what memory it takes, into {@code target/deploy/} too.
 */
class ImagesLongIT {
  private static final String PASSWORD = "a-password";
  private static final int SUBMISSIONS = 500;

  private Vertx vertx;
  private PostgresProcess postgres;
  private RedisProcess redis;

  private final String ada = Fresh.id("ada");
  private final String course = Fresh.id("cs");
  private ImageLayout layout;

  @BeforeEach
  void startServers() {
    vertx = Vertx.vertx();
    postgres = PostgresProcess.start();
    redis = RedisProcess.start(vertx, RedisProcess.freePort(), PASSWORD, "");
  }

  @AfterEach
  void stopServers() {
    if (layout != null) {
      layout.delete();
    }
    redis.close();
    postgres.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void theJvmsDoesTheMainJobWithoutEmbeddedServers() throws IOException {
    // Given
    layout = ImageLayout.jvm();

    // Then
    var files = layout.files().keySet();
    assertEquals(List.of(), files.stream().filter(file -> file.contains("embedded")).toList());
    assertEquals(
        List.of(),
        layout.jarEntries().stream()
            .filter(
                entry ->
                    entry.startsWith("dev/laurel/embedded")
                        || entry.endsWith("dev.laurel.LocalServices")
                        || entry.endsWith(".txz"))
            .toList());
    assertDoesTheMainJob("JVM");
  }

  @Test
  void theNativeOneDoesTheMainJob() throws IOException {
    // Given
    if (!ImageLayout.hasNativeToolchain()) {
      var message =
          "No native-image on the path or in GRAALVM_HOME. Set GRAALVM_HOME to where GraalVM 25 or Mandrel is,"
              + " or -Dlaurel.native.directory to where a binary was built";
      System.err.println("TEST OF THE NATIVE IMAGE SKIPPED. " + message + ".");
      Assumptions.abort(message);
    }
    layout = ImageLayout.ofNative();

    // Then
    assertDoesTheMainJob("native");
  }

  private void assertDoesTheMainJob(String kind) throws IOException {
    var files = layout.files();
    long begun = System.nanoTime();
    try (var node = new LaurelProcess(layout.command(), layout.directory(), environment())) {
      // Given
      node.awaitReady();
      var ready = Duration.ofNanos(System.nanoTime() - begun);
      long idle = residentBytes(node.pid());
      var backEnd = new CourseBackEnd(node.baseUri());
      backEnd.enrol(course, ada);

      try (var personal = open(node.baseUri(), "/ws/game/?since=0");
          var boards = open(node.baseUri(), "/ws/leaderboard/")) {
        personal.await("resumed");
        boards.await("initial_user_rank");

        // When
        backEnd.solve(ada, course, 100);

        // Then
        assertEquals(100, personal.await("points_update").path("new_points").asInt());
        personal.await("achievement_earned");
        boards.await("leaderboard_update");
        boards.await("rank_change");
        boards.send(
            "{\"type\":\"request_leaderboard\",\"leaderboard_type\":\"class\",\"class_id\":\"%s\"}"
                .formatted(course));
        assertEquals(ada, boards.await("leaderboard_data").at("/data/entries/0/user/id").asText());
      }
      assertAnswersOverRest(backEnd);
      makeWork(backEnd);
      report(kind, ready, idle, residentBytes(node.pid()));

      // When
      node.stop();

      // Then
      assertEquals(0, node.awaitExit(), node::log);
      assertEquals(files, layout.files(), "its own files are read-only");
      assertTrue(node.log().lines().noneMatch(line -> line.contains(" ERROR ")), node::log);
    }
  }

  private void assertAnswersOverRest(CourseBackEnd backEnd) {
    assertTrue(backEnd.get("/api/me", ada).path("total_points").asInt() >= 100);
    var log = backEnd.get("/api/notifications?since=0", ada);
    assertEquals("practice_completed", log.at("/items/0/type").asText());
    assertEquals(
        1,
        backEnd.get("/api/leaderboards/classes/" + course + "/me", ada).at("/user_rank").asInt());
    assertEquals(2, backEnd.post("/api/ws-tickets", Map.of()).statusCode() / 100);
    assertEquals(400, backEnd.post("/api/submissions", Map.of("score", 1)).statusCode());
    for (var path : List.of("/", "/q/openapi", "/q/asyncapi", "/q/metrics", "/q/health/live")) {
      assertEquals(200, backEnd.answer(path, ada).statusCode(), path);
    }
    assertEquals(404, backEnd.post("/demo/tokens", Map.of("user", ada)).statusCode());
  }

  /** Enough for the memory to be that of a node at work. */
  private void makeWork(CourseBackEnd backEnd) {
    IntStream.range(0, SUBMISSIONS).forEach(i -> backEnd.solve(Fresh.id("s"), course, 10));
  }

  private SocketClient open(URI node, String path) {
    return SocketClient.open(node, path, TestTokens.of(ada));
  }

  private Map<String, String> environment() {
    var settings = new HashMap<>(postgres.settings());
    settings.put("quarkus.redis.hosts", "redis://127.0.0.1:" + redis.port());
    settings.put("quarkus.redis.password", PASSWORD);
    settings.put("laurel.auth.hs256-secret", TestTokens.SECRET);
    settings.put("laurel.demo", "false");
    settings.put("quarkus.http.host", "127.0.0.1");
    return LaurelProcess.environment(settings);
  }

  /** 0 where the system does not say. */
  private static long residentBytes(long pid) throws IOException {
    var status = Path.of("/proc", "" + pid, "status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0L);
    }
  }

  private static void report(String kind, Duration ready, long idle, long after)
      throws IOException {
    var row =
        String.format(
            Locale.ROOT,
            "| %s | %.1f s | %d MiB | %d MiB |%n",
            kind,
            ready.toMillis() / 1000.0,
            idle >> 20,
            after >> 20);
    System.out.print(
        "| image | ready after | resident, idle | resident, after %d submissions |%n%s"
            .formatted(SUBMISSIONS, row));
    var directory = Files.createDirectories(Path.of("target", "deploy"));
    Files.writeString(directory.resolve(kind + ".md"), row);
  }
}
