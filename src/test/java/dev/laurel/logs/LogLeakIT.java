package dev.laurel.logs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the packaged service writes in production, with all of it at DEBUG and the access log on,
 * while it is used and abused in every way that secrets can come in by.
 */
class LogLeakIT {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Stands in every query that is not a token's. */
  private static final String QUERY = Fresh.id("query");

  private static final String BODY = Fresh.id("body");
  private static final String PASSWORD = Fresh.id("password");
  private static final String ALICE = Fresh.id("alice");
  private static final String EVE = Fresh.id("eve");

  private static final List<String> SECRETS =
      new ArrayList<>(List.of(QUERY, BODY, PASSWORD, TestTokens.SECRET));

  private static String log;

  @BeforeAll
  static void useAndAbuse() throws Exception {
    var vertx = Vertx.vertx();
    try (var postgres = PostgresProcess.start();
        var redis = RedisProcess.start(vertx, RedisProcess.freePort(), PASSWORD, "")) {
      var settings = new HashMap<>(postgres.settings());
      settings.put("quarkus.redis.hosts", redis.uri());
      settings.put("laurel.auth.hs256-secret", TestTokens.SECRET);
      settings.put("laurel.demo", "false");
      var environment = new HashMap<>(LaurelProcess.environment(settings));
      environment.put("LAUREL_LOGS_JSON", LaurelProcess.UNSET);
      environment.put("QUARKUS_LOG_CATEGORY__LAUREL__LEVEL", "DEBUG");
      environment.put("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true");
      try (var laurel = LaurelProcess.start(environment)) {
        var node = laurel.baseUri();
        useSockets(node);
        useTickets(node);
        useRest(node);
        breakTheDatabase(postgres, node);
        redis.kill();
        request(node, "POST", "/api/ws-tickets", token(ALICE), null);
        await().until(() -> laurel.log().contains("Redis: failed"));
        laurel.stop();
        log = laurel.log();
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  /** A token whose signature must not be seen again; nor must its other parts. */
  private static String token(String user, String... roles) {
    return secret(TestTokens.of(user, roles));
  }

  private static String secret(String token) {
    var parts = token.split("\\.");
    for (int i = 1; i < parts.length; i++) {
      SECRETS.add(parts[i]);
    }
    if (parts.length == 1) {
      SECRETS.add(token);
    }
    return token;
  }

  private static void useSockets(URI node) {
    for (var path : List.of("/ws/game/", "/ws/leaderboard/")) {
      try (var socket = SocketClient.open(node, path + "?x=" + QUERY, token(ALICE))) {
        socket.send("{\"type\":\"refresh_token\",\"token\":\"" + token(ALICE) + "\"}");
        socket.await("token_refreshed");
        socket.send("{\"type\":\"refresh_token\",\"token\":\"" + token(EVE) + "\"}");
        socket.await("error");
        socket.send("{\"type\":\"refresh_token\",\"token\":\"" + secret(Fresh.id("junk")) + "\"}");
        socket.await("error");
        socket.send("{\"type\":\"refresh_token\",\"token\":\"" + token(ALICE) + ",");
        socket.await("error");
        socket.send("{\"type\":\"" + BODY + "\"}");
        socket.sendBinary((byte) 1, (byte) 2);
        socket.await("error");
        socket.probe();
        if (path.equals("/ws/game/")) {
          new CourseBackEnd(node).solve(ALICE, Fresh.id("cs"), 100);
          socket.await("points_update");
        }
      }
      refused(node, path, secret(Fresh.id("malformed")));
      refused(node, path, secret(TestTokens.of(EVE, "eve", Instant.now().minusSeconds(60))));
      refused(node, path + "?since=" + QUERY, token(ALICE));
      refused(node, path, token(ALICE) + "x");
      refused(node, path + "?ticket=" + secret(Fresh.id("ticket")), token(ALICE));
    }
  }

  private static void refused(URI node, String path, String token) {
    try (var opened = SocketClient.open(node, path, token)) {
      opened.probe();
    } catch (CompletionException e) {
      // As it should be, for most of them.
    }
  }

  private static void useTickets(URI node) throws Exception {
    var answer = request(node, "POST", "/api/ws-tickets?x=" + QUERY, token(ALICE), null);
    var ticket = secret(JSON.readTree(answer).get("ticket").asText());
    var upgrade =
        URI.create(node.toString().replaceFirst("^http", "ws") + "/ws/game/?ticket=" + ticket);
    HTTP.newWebSocketBuilder()
        .buildAsync(upgrade, new java.net.http.WebSocket.Listener() {})
        .join()
        .abort();
    try {
      HTTP.newWebSocketBuilder()
          .buildAsync(upgrade, new java.net.http.WebSocket.Listener() {})
          .join();
      throw new AssertionError("a ticket was good for two sockets");
    } catch (CompletionException e) {
      // It is good for one.
    }
  }

  private static void useRest(URI node) throws Exception {
    var grader = token("gradebot", "grader");
    var operator = token("ops", "operator");
    var instructor = token("prof", "instructor");
    request(node, "GET", "/api/me?token=" + token(ALICE) + "&x=" + QUERY, token(ALICE), null);
    request(node, "GET", "/api/me?token=" + token(ALICE), null, null);
    request(node, "GET", "/api/me", secret(Fresh.id("junk")), null);
    request(node, "GET", "/api/nothing-here?x=" + QUERY, token(ALICE), null);
    request(node, "GET", "/api/notifications?since=" + QUERY, token(ALICE), null);
    request(node, "GET", "/api/leaderboards/classes/x?page=" + QUERY, token(ALICE), null);
    request(node, "POST", "/api/submissions", grader, "{\"source\":\"" + BODY + "\"}");
    request(node, "POST", "/api/submissions", grader, "{" + BODY);
    request(node, "POST", "/api/submissions", token(ALICE), BODY);
    request(node, "POST", "/api/users/" + ALICE + "/notifications?x=" + QUERY, grader, BODY);
    request(node, "PUT", "/api/classes/c/roster?x=" + QUERY, instructor, "{\"name\":1}");
    request(
        node,
        "DELETE",
        "/api/users/" + EVE + "/sessions?token_id=" + Fresh.id("jti"),
        operator,
        null);
    request(node, "GET", "/api/users/" + ALICE + "/data?x=" + QUERY, operator, null);
    request(node, "DELETE", "/api/users/" + EVE + "/data?x=" + QUERY, operator, null);
    request(node, "GET", "/api/audit?limit=" + QUERY, operator, null);
    request(node, "POST", "/demo/tokens?x=" + QUERY, null, BODY);
  }

  private static void breakTheDatabase(PostgresProcess postgres, URI node)
      throws IOException, InterruptedException, SQLException {
    try (var connection = postgres.connect();
        var statement = connection.createStatement()) {
      statement.execute("alter table notification rename to notification_gone");
    }
    var answer = request(node, "GET", "/api/notifications?since=0&x=" + QUERY, token(ALICE), null);
    assertEquals(500, JSON.readTree(answer).get("status").asInt());
    request(
        node,
        "POST",
        "/api/submissions?x=" + QUERY,
        token("gradebot", "grader"),
        JSON.writeValueAsString(CourseBackEnd.practice(ALICE, null, 100)));
    try (var socket = SocketClient.open(node, "/ws/game/", token(EVE))) {
      socket.probe();
    } catch (CompletionException e) {
      // Whether it opens does not matter here.
    }
  }

  private static String request(URI node, String method, String path, String token, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(node.resolve(path))
            .header("Content-Type", "application/json")
            // Otherwise the queries would be refused.
            .header("Prefer", "handling=lenient")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString()).body();
  }

  @Test
  void theLogIsJsonWithACategoryForEachRoom() throws JsonProcessingException {
    for (var line : lines()) {
      assertTrue(line.hasNonNull("timestamp"), line::toString);
      assertTrue(line.hasNonNull("level"), line::toString);
      assertTrue(line.hasNonNull("loggerName"), line::toString);
      assertTrue(line.hasNonNull("message"), line::toString);
    }
  }

  @Test
  void everythingThatWasToBeLoggedWas() throws JsonProcessingException {
    var categories = lines().stream().map(line -> line.get("loggerName").asText()).toList();
    for (var expected :
        List.of(
            "io.quarkus.http.access-log",
            "laurel.realtime",
            "laurel.errors",
            "laurel.redis",
            "laurel.audit")) {
      assertTrue(categories.contains(expected), () -> expected + " among " + categories);
    }
  }

  @Test
  void noSecretAndNoQueryIsLogged() {
    var found =
        log.lines()
            .filter(
                line ->
                    SECRETS.stream()
                        .anyMatch(
                            secret ->
                                line.contains(secret)
                                    || line.contains(
                                        URLEncoder.encode(secret, StandardCharsets.UTF_8))))
            .toList();
    assertEquals(List.of(), found);
  }

  @Test
  void usersAreNamedAtDebugOnly() throws JsonProcessingException {
    var found =
        lines().stream()
            .filter(line -> !line.get("level").asText().equals("DEBUG"))
            .filter(line -> line.toString().contains(ALICE) || line.toString().contains(EVE))
            .toList();
    assertEquals(List.of(), found);
  }

  private static List<JsonNode> lines() throws JsonProcessingException {
    var lines = new ArrayList<JsonNode>();
    for (var line : log.lines().filter(any -> !any.startsWith("laurel: ")).toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }
}
