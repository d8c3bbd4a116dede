package dev.laurel.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.FrameListener;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketCrowd;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reconnects all sockets to one node at the same moment. */
class StormLongIT {
  private static final int SOCKETS = 15_000;

  /**
   * Simultaneous handshakes: more than the node accepts, and no more than one thread of clients can
   * handle.
   */
  private static final int AT_ONCE = 3_000;

  private static final int BATCH = 200;
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Test
  void fifteenThousandSocketsResumeWithinHalfAMinuteWithoutLoss() {
    var users = IntStream.range(0, SOCKETS).mapToObj(i -> Fresh.id("u" + i)).toList();
    try (var installation = new Installation(Map.of());
        var crowd = new SocketCrowd(FrameListener.NONE)) {
      // Given
      var node = installation.second().address();
      crowd.join(node, users);
      await().atMost(PATIENCE).until(() -> crowd.tally().resumed() == SOCKETS);
      solve(installation, users);
      await().atMost(PATIENCE).until(() -> reached(crowd, ends(installation, users)));

      // When
      crowd.cut();
      solve(installation, users);
      var ends = ends(installation, users);
      var before = crowd.tally();
      crowd.handshakesAtOnce(AT_ONCE);
      long start = System.nanoTime();
      var processor = installation.second().processorTime();
      var own = ownProcessorTime();
      crowd.comeBack(node);
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> crowd.tally().resumed() == SOCKETS && reached(crowd, ends));
      var took = Duration.ofNanos(System.nanoTime() - start);

      // Then
      var after = crowd.tally();
      System.out.printf(
          "storm: %d sockets resumed in %d ms (processor time: node %d ms, clients %d ms) with %d missed events,"
              + " %d refused with Retry-After, %d timed out%n",
          SOCKETS,
          took.toMillis(),
          installation.second().processorTime().minus(processor).toMillis(),
          ownProcessorTime().minus(own).toMillis(),
          after.frames() - before.frames(),
          after.refused() - before.refused(),
          after.timedOut() - before.timedOut());
      assertTrue(after.isFaultless(), after::toString);
      assertEquals(0, after.refusedWithoutRetryAfter());
      assertEquals(before.timedOut(), after.timedOut(), after::toString);
      assertEquals(before.failedToConnect(), after.failedToConnect(), after::toString);
      assertTrue(took.compareTo(BOUND) < 0, () -> "took " + took);
    }
  }

  private static Duration ownProcessorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static void solve(Installation installation, List<String> users) {
    var grader = new CourseBackEnd(installation.first().address());
    for (int from = 0; from < users.size(); from += BATCH) {
      grader.submitAll(
          users.subList(from, Math.min(from + BATCH, users.size())).stream()
              .map(user -> CourseBackEnd.practice(user, null, 10))
              .toList());
    }
  }

  private static boolean reached(SocketCrowd crowd, Map<String, Long> ends) {
    var positions = crowd.positions();
    return ends.entrySet().stream().allMatch(end -> positions.get(end.getKey()) >= end.getValue());
  }

  private static Map<String, Long> ends(Installation installation, List<String> users) {
    var ends = new HashMap<String, Long>();
    try (var connection = installation.postgres().connect();
        var query =
            connection.prepareStatement(
                "select user_id, last_seq from notification_head where user_id = any(?)")) {
      query.setArray(1, connection.createArrayOf("text", users.toArray()));
      var rows = query.executeQuery();
      while (rows.next()) {
        ends.put(rows.getString(1), rows.getLong(2));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    assertEquals(users.size(), ends.size());
    return ends;
  }
}
