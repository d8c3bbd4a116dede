package dev.laurel.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Restarts one node after the other, while users are busy. */
class RollingRestartLongIT {
  private static final int USERS = 40;
  private static final int PER_SECOND = 30;
  private static final int SERVICE_RESTART = 1012;

  private Installation installation;
  private Course course;

  @BeforeEach
  void begin() {
    installation =
        new Installation(
            Map.of(
                "laurel.realtime.drain-period",
                "3s",
                // On a busy machine a late pong could close a socket for another reason.
                "laurel.realtime.heartbeat",
                "10m"));
    course = new Course(installation.nodes(), USERS, 2);
    course.grader().start(PER_SECOND);
  }

  @AfterEach
  void end() {
    System.out.println(course.grader());
    course.close();
    installation.close();
  }

  @Test
  void rollingRestartLosesNoEventAndNoSubmission() {
    // Given: half of the sockets on each node
    // When
    restart(installation.first());
    assertEquals(USERS, course.disconnects(), "sockets of the other node were closed too");
    restart(installation.second());

    // Then
    course.grader().stop();
    course.reckon();
    assertEquals(Map.of(SERVICE_RESTART, 3 * USERS), course.sockets().tally().closes());
    assertEquals(3 * USERS, course.disconnects());
    assertEquals(0, course.sockets().tally().refused());
    assertEquals(0, course.grader().broken());
  }

  private void restart(Node node) {
    assertEquals(0, node.stop(), "exit code");
    node.replace();
    await("all back")
        .atMost(Duration.ofSeconds(20))
        .until(() -> course.sockets().tally().resumed() == 2 * USERS);
  }
}
