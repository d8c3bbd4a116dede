package dev.laurel.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong in one place, while the others go on and users are busy. */
class FaultsIT {
  private static final int USERS = 30;
  private static final int PER_SECOND = 60;
  private static final Duration A_WHILE = Duration.ofSeconds(2);

  private static Installation installation;

  private Course course;

  @BeforeAll
  static void start() {
    installation = new Installation(Map.of());
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @BeforeEach
  void begin() {
    course = new Course(installation, USERS, 2);
    course.grader().start(PER_SECOND);
  }

  @AfterEach
  void end() {
    System.out.println(course.grader());
    course.close();
  }

  @Test
  void redisIsKilledAndComesBackEmpty() {
    // When
    installation.redis().kill();
    pass(A_WHILE);
    assertReadiness(200);
    installation.redis().startAgain();
    pass(A_WHILE);

    // Then
    assertNothingLost();
    assertEquals(0, course.grader().unavailable());
    assertEquals(0, course.disconnects());
  }

  @Test
  void redisHangs() {
    // When
    installation.redis().freeze();
    pass(Duration.ofSeconds(4));
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
    installation.redis().command(Command.FLUSHALL);
    installation.redis().command(Command.SCRIPT, "FLUSH");
    installation.redis().command(Command.CLIENT, "KILL", "TYPE", "pubsub");
    pass(A_WHILE);

    // Then
    assertNothingLost();
    assertEquals(0, course.grader().unavailable());
    assertEquals(0, course.disconnects());
  }

  @Test
  void aSubscriptionGoesSilentWhileItsConnectionStands() {
    // When
    installation.wire().swallowSubscriptions();
    pass(A_WHILE);

    // Then
    assertNothingLost();
    assertEquals(0, course.disconnects());
  }

  @Test
  void postgresRestarts() {
    // When
    installation.postgres().stop();
    await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertReadiness(503));
    pass(A_WHILE);
    installation.postgres().startAgain();
    await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertReadiness(200));
    pass(A_WHILE);

    // Then
    assertNothingLost();
    assertEquals(0, course.disconnects());
  }

  @Test
  void postgresIsKilled() {
    // When
    installation.postgres().kill();
    installation.postgres().startAgain();
    pass(A_WHILE);

    // Then
    assertNothingLost();
    assertEquals(0, course.disconnects());
  }

  @Test
  void postgresHangs() {
    // When
    installation.postgres().freeze();
    await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertReadiness(503));
    installation.nodes().forEach(node -> assertEquals(200, node.health("live")));
    pass(A_WHILE);
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
      pass(Duration.ofMillis(300));
    }

    // Then
    assertNothingLost();
    assertEquals(0, course.disconnects());
  }

  @Test
  void aNodeIsKilledAndReplaced() {
    // When
    installation.first().kill();
    pass(A_WHILE);
    installation.first().replace();
    pass(A_WHILE);

    // Then
    assertNothingLost();
    assertEquals(USERS, course.disconnects());
  }

  @Test
  void everySocketIsCutAgainAndAgain() {
    // When
    for (int i = 0; i < 5; i++) {
      course.sockets().cut();
      course.sockets().comeBack(installation.anyNode());
      pass(Duration.ofMillis(500));
    }

    // Then
    assertNothingLost();
  }

  private static void assertReadiness(int status) {
    installation.nodes().forEach(node -> assertEquals(status, node.health("ready")));
  }

  /** Lets the grader go on for a while. */
  private static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    await().pollInterval(Duration.ofMillis(20)).until(() -> System.nanoTime() > end);
  }

  private void assertNothingLost() {
    course.grader().stop();
    course.reckon();
  }
}
