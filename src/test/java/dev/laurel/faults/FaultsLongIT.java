package dev.laurel.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Breaks one part of an installation at a time, while users are busy. */
class FaultsLongIT {
  private static final int USERS = 30;
  private static final int PER_SECOND = 60;
  private static final Duration A_WHILE = Duration.ofSeconds(2);

  private static final Pattern OUTAGE = Pattern.compile("] \\([^)]*\\) ([^:]+): failed ");
  private static final String REDIS = "Redis";

  private static Installation installation;

  private final Map<Node, Long> logged = new HashMap<>();
  private Course course;

  @BeforeAll
  static void start() {
    installation =
        new Installation(
            // On a busy machine a late pong could close a socket for another reason.
            Map.of("laurel.realtime.heartbeat", "10m"));
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @BeforeEach
  void begin() {
    course = new Course(installation.nodes(), USERS, 2);
    course.grader().start(PER_SECOND);
    installation.nodes().all().forEach(FaultsLongIT::awaitEndOfOutage);
    installation.nodes().all().forEach(node -> logged.put(node, node.logLines()));
  }

  @AfterEach
  void end() {
    System.out.println(course.grader());
    course.close();
  }

  @Test
  void redisIsKilledAndComesBackEmpty() {
    try (var boards = open("/ws/leaderboard/", course.users().get(0))) {
      boards.await("leaderboard_update");

      // When
      installation.redis().kill();
      Fault.pass(Duration.ofSeconds(1));

      // Then boards still move, though less often
      int frames = boards.frames().size();
      await().until(() -> boards.frames().size() > frames);
      assertReadiness(200);
      installation.redis().startAgain();
      Fault.pass(A_WHILE);
    }

    // Then
    assertNothingLost();
    assertEquals(0, course.grader().unavailable());
    assertEquals(0, course.disconnects());
    assertOutageLoggedOnce(REDIS);
  }

  @Test
  void redisHangs() {
    // When
    installation.redis().freeze();
    Fault.pass(Duration.ofSeconds(4));
    assertReadiness(200);
    installation.redis().thaw();

    // Then
    assertNothingLost();
    assertEquals(0, course.grader().unavailable());
    assertEquals(0, course.disconnects());
  }

  @Test
  void redisIsWiped() {
    // When
    Fault.REDIS_WIPED.happen(installation, course, A_WHILE);

    // Then
    assertNothingLost();
    assertEquals(0, course.grader().unavailable());
    assertEquals(0, course.disconnects());
  }

  @Test
  void subscriptionGoesSilentOnAnOpenConnection() {
    // When
    Fault.SUBSCRIPTION_SILENT.happen(installation, course, A_WHILE);

    // Then
    assertNothingLost();
    assertEquals(0, course.disconnects());
  }

  @Test
  void postgresRestarts() {
    var user = course.users().get(0);
    var node = installation.first();
    try (var personal = open("/ws/game/", user);
        var boards = open("/ws/leaderboard/", user)) {
      boards.await("initial_user_rank");

      // When
      installation.postgres().stop();

      // Then everything that needs it fails at once
      await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertReadiness(503));
      personal.send("{\"type\":\"ack\",\"seq\":1}");
      assertEquals("unavailable", personal.await("error").get("code").asText());
      boards.send("{\"type\":\"request_leaderboard\"}");
      assertEquals("unavailable", boards.await("error").get("code").asText());
      assertUnavailable(node.backEnd().answer("/api/notifications", user));
      assertEquals(
          503, SocketClient.refusal(node.address(), "/ws/game/?since=0", TestTokens.of(user)));
      assertEquals(
          503, SocketClient.refusal(node.address(), "/ws/leaderboard/", TestTokens.of(user)));

      // When
      installation.postgres().startAgain();
      await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertReadiness(200));

      // Then everything continues
      boards.send("{\"type\":\"request_leaderboard\"}");
      boards.await("leaderboard_data");
      boards.await("leaderboard_update");
      assertTrue(personal.isOpen());
    }
    assertNothingLost();
    assertEquals(0, course.disconnects());
    assertOutageLoggedOnce("PostgreSQL");
  }

  @Test
  void postgresIsKilled() {
    // When
    installation.postgres().kill();
    installation.postgres().startAgain();
    Fault.pass(A_WHILE);

    // Then
    assertNothingLost();
    assertEquals(0, course.disconnects());
  }

  @Test
  void postgresHangs() {
    // When
    installation.postgres().freeze();
    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertReadiness(503));
    installation.nodes().all().forEach(node -> assertEquals(200, node.health("live")));
    Fault.pass(A_WHILE);
    installation.postgres().thaw();
    await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertReadiness(200));

    // Then
    assertNothingLost();
    assertEquals(0, course.disconnects());
    assertTrue(
        course.grader().slowestAnswer().compareTo(Duration.ofSeconds(10)) < 0,
        course.grader()::toString);
  }

  @Test
  void connectionsToPostgresAreDropped() {
    // When
    for (int i = 0; i < 5; i++) {
      installation.postgres().dropConnections();
      Fault.pass(Duration.ofMillis(300));
    }

    // Then
    assertNothingLost();
    assertEquals(0, course.disconnects());
  }

  @Test
  void nodeIsKilledAndReplaced() {
    // When
    installation.first().kill();
    Fault.pass(A_WHILE);
    installation.first().replace();
    Fault.pass(A_WHILE);

    // Then
    assertNothingLost();
    assertEquals(USERS, course.disconnects());
  }

  @Test
  void everySocketIsCutRepeatedly() {
    // When
    for (int i = 0; i < 5; i++) {
      course.sockets().cut();
      course.sockets().comeBack(installation.nodes().any());
      Fault.pass(Duration.ofMillis(500));
    }

    // Then
    assertNothingLost();
  }

  @Test
  void clientStopsReadingForAWhile() {
    // When
    var stalled = course.users().get(0);
    course.sockets().reads(stalled, false);
    Fault.pass(A_WHILE);
    course.sockets().reads(stalled, true);

    // Then
    assertNothingLost();
    assertEquals(0, course.disconnects());
  }

  private static SocketClient open(String path, String user) {
    return SocketClient.open(installation.first().address(), path, TestTokens.of(user));
  }

  private static void assertUnavailable(HttpResponse<String> answer) {
    assertEquals(503, answer.statusCode());
    assertEquals("application/problem+json", answer.headers().firstValue("Content-Type").get());
    assertTrue(answer.headers().firstValue("Retry-After").isPresent());
  }

  /**
   * Each node has logged one line for the start of this outage and one for its end, and no other
   * warning, except that Redis is slow, as happens on a busy machine.
   */
  private void assertOutageLoggedOnce(String outage) {
    logged.forEach(
        (node, lines) -> {
          await()
              .atMost(Duration.ofSeconds(30))
              .untilAsserted(() -> assertEquals(1, ends(node.logged(lines), outage)));
          var complaints = node.complaints(lines);
          var subjects = complaints.stream().map(FaultsLongIT::subject).toList();
          assertEquals(1, Collections.frequency(subjects, outage), complaints::toString);
          assertTrue(List.of(REDIS, outage).containsAll(subjects), complaints::toString);
        });
  }

  /** Waits for the end of the previous outage: Redis must work for some seconds first. */
  private static void awaitEndOfOutage(Node node) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertEquals(
                    node.complaints(0).stream()
                        .map(FaultsLongIT::subject)
                        .filter(REDIS::equals)
                        .count(),
                    ends(node.logged(0), REDIS)));
  }

  private static long ends(List<String> lines, String outage) {
    return lines.stream().filter(line -> line.contains(outage + ": works again")).count();
  }

  /**
   * The dependency that failed according to a log line; the whole line if it says something else.
   */
  private static String subject(String line) {
    var outage = OUTAGE.matcher(line);
    return outage.find() ? outage.group(1) : line;
  }

  private static void assertReadiness(int status) {
    installation.nodes().all().forEach(node -> assertEquals(status, node.health("ready")));
  }

  private void assertNothingLost() {
    course.grader().stop();
    course.reckon();
  }
}
