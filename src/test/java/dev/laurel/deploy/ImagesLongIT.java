package dev.laurel.deploy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.LaurelProcess;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts what the images contain beside a PostgreSQL and a Redis of its own and takes it through
 * the main job. Prints start time and memory of each, into {@code target/deploy/} too.
 */
class ImagesLongIT {
  /** The demo mints tokens of any role for anybody. */
  private static final List<String> NOT_IN_IMAGES =
      List.of("dev/laurel/embedded/", "dev/laurel/demo/");

  private static final int SUBMISSIONS = 500;
  private static final int HEAD_TIMEOUT_MILLIS = 2_000;

  @TempDir Path directory;

  private Servers servers;
  private ImageLayout layout;

  private final String ada = Fresh.id("ada");
  private final String course = Fresh.id("cs");

  @BeforeEach
  void startServers() throws IOException, GeneralSecurityException {
    servers = new Servers(directory);
  }

  @AfterEach
  void stopServers() {
    if (layout != null) {
      layout.delete();
    }
    servers.close();
  }

  @Test
  void theJvmImageDoesTheMainJobWithoutEmbeddedServersOrDemo() throws IOException {
    // Given
    layout = servers.trustedBy(ImageLayout.jvm());

    // Then
    var files = layout.files().keySet();
    assertEquals(List.of(), files.stream().filter(file -> file.contains("embedded")).toList());
    var entries = layout.jarEntries();
    assertTrue(entries.contains("dev/laurel/Laurel.class"));
    assertEquals(
        List.of(),
        entries.stream()
            .filter(
                entry ->
                    NOT_IN_IMAGES.stream().anyMatch(entry::startsWith)
                        || entry.endsWith("dev.laurel.startup.LocalServices")
                        || entry.endsWith(".txz"))
            .toList());
    assertDoesTheMainJob("JVM");
    assertTrustsNoServerWithAnotherName();
  }

  @Test
  void theNativeImageDoesTheMainJobWithoutEmbeddedServersOrDemo() throws IOException {
    // Given
    if (!ImageLayout.hasNativeToolchain()) {
      var message =
          "No native-image on the path or in GRAALVM_HOME. Set GRAALVM_HOME to a GraalVM 25 or Mandrel,"
              + " or -Dlaurel.native.directory to a build directory with a binary";
      System.err.println("TEST OF THE NATIVE IMAGE SKIPPED. " + message + ".");
      Assumptions.abort(message);
    }
    layout = servers.trustedBy(ImageLayout.ofNative());

    // Then
    var binary = Files.readString(Path.of(layout.command().get(0)), ISO_8859_1);
    assertTrue(binary.contains("dev.laurel.submission."));
    assertEquals(
        List.of(),
        NOT_IN_IMAGES.stream()
            .map(folder -> folder.replace('/', '.'))
            .filter(binary::contains)
            .toList());
    assertDoesTheMainJob("native");
    assertAnswersLikeTheJar();
    assertTrustsNoServerWithAnotherName();
  }

  private void assertAnswersLikeTheJar() throws IOException {
    try (var jvm = new LaurelProcess(servers.environmentWithoutTls());
        var binary = start(servers.environment())) {
      Likeness.assertAlike(jvm.awaitReady().baseUri(), binary.awaitReady().baseUri());
    }
  }

  private void assertTrustsNoServerWithAnotherName() throws IOException {
    try (var node = start(servers.environment("localhost"))) {
      var readiness = new CourseBackEnd(node.awaitReady().baseUri()).text("/q/health/ready", ada);
      assertTrue(readiness.matches("(?s).*\"reachable\": *false.*"), readiness);
    }
  }

  private LaurelProcess start(Map<String, String> environment) {
    return new LaurelProcess(layout.command(), layout.directory(), environment);
  }

  private void assertDoesTheMainJob(String kind) throws IOException {
    var files = layout.files();
    var environment = new HashMap<>(servers.environment());
    environment.put("LAUREL_HTTP_HEAD_TIMEOUT", HEAD_TIMEOUT_MILLIS / 1000 + "s");
    long begun = System.nanoTime();
    try (var node = start(environment)) {
      // Given
      node.awaitReady();
      var start = new Footprint(kind, Duration.ofNanos(System.nanoTime() - begun), node.pid());
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
        boards.awaitAll(Set.of("leaderboard_update", "rank_change"));
        boards.send(
            "{\"type\":\"request_leaderboard\",\"leaderboard_type\":\"class\",\"class_id\":\"%s\"}"
                .formatted(course));
        assertEquals(ada, boards.await("leaderboard_data").at("/data/entries/0/user/id").asText());
      }
      assertAnswersOverRest(backEnd);
      assertClosesConnectionsWithoutRequest(node.baseUri());
      assertFollowsItsLogLevel(node);
      makeWork(backEnd);
      start.report(SUBMISSIONS);

      // When
      node.stop();

      // Then
      assertEquals(0, node.awaitExit(), node::log);
      assertEquals(files, layout.files(), "a node changes none of its own files");
      assertTrue(logLines(node).noneMatch(line -> level(line).equals("ERROR")), node::log);
    }
  }

  private static void assertClosesConnectionsWithoutRequest(URI node) throws IOException {
    try (var client = new Socket(node.getHost(), node.getPort())) {
      client.setSoTimeout(5 * HEAD_TIMEOUT_MILLIS);
      client.getOutputStream().write("GET /".getBytes(US_ASCII));
      assertEquals(-1, client.getInputStream().read());
    }
  }

  private void assertFollowsItsLogLevel(LaurelProcess node) {
    var backEnd = new CourseBackEnd(node.baseUri());
    assertEquals(0, debugLines(node));

    // When
    backEnd.setLogLevel("laurel.audit", "DEBUG");
    backEnd.enrol(course, ada);

    // Then
    await().until(() -> debugLines(node) == 1);
  }

  private static long debugLines(LaurelProcess node) {
    return logLines(node)
        .filter(line -> level(line).equals("DEBUG"))
        .filter(line -> line.path("loggerName").asText().equals("laurel.audit"))
        .count();
  }

  private static String level(JsonNode line) {
    return line.path("level").asText();
  }

  /** The lines of its log, each of which must be JSON. */
  private static Stream<JsonNode> logLines(LaurelProcess node) {
    return node.log().lines().map(Answer::parse);
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

  /** Submits until the memory is that of a busy node. */
  private void makeWork(CourseBackEnd backEnd) {
    IntStream.range(0, SUBMISSIONS).forEach(i -> backEnd.solve(Fresh.id("s"), course, 10));
  }

  private SocketClient open(URI node, String path) {
    return SocketClient.open(node, path, TestTokens.of(ada));
  }
}
