package dev.laurel.realtime.personal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.OtherNode;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Sockets deliver every event once and in order, though hints are lost, doubled or reordered. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class LostHintsTest {
  private static final String SOURCE = "test";

  @TestHTTPResource("/")
  URI node;

  @Inject DataSource database;
  @Inject RedisDataSource redis;
  @Inject OtherNode otherNode;
  @Inject MeterRegistry meters;

  private final String alice = Fresh.id("alice");

  @Test
  void duplicateHintsDeliverOnce() {
    try (var socket = open()) {
      // Given
      commitWithoutHint(3);

      // When
      hint(1, 2);
      hint(1, 2);
      hint(2, 3);
      hint(1, 3);

      // Then
      assertGets(socket, 3);
    }
  }

  @Test
  void reorderedHintsDeliverInOrder() {
    try (var socket = open()) {
      // Given
      commitWithoutHint(9);

      // When
      hint(7, 9);
      hint(4, 6);
      hint(1, 3);
      hint(5, 5);

      // Then
      assertGets(socket, 9);
    }
  }

  @Test
  void aGapBetweenHintsIsReadFromTheLog() {
    try (var socket = open()) {
      // Given
      commitWithoutHint(1_200);

      // When
      hint(1, 1);
      hint(1_200, 1_200);

      // Then
      assertGets(socket, 1_200);
    }
  }

  @Test
  void aGapAndItsRepairAreCounted() {
    try (var socket = open()) {
      // Given
      double gaps = gaps();
      long repairs = repairs();
      commitWithoutHint(3);

      // When
      hint(3, 3);

      // Then
      assertGets(socket, 3);
      await().until(() -> gaps() > gaps && repairs() > repairs);
    }
  }

  @Test
  void aRepairByReconciliationIsCounted() {
    try (var socket = open()) {
      // Given
      long repairs = repairs();
      var committed = new AtomicInteger();

      // When
      await()
          .until(
              () -> {
                commitWithoutHint(committed.incrementAndGet());
                return repairs() > repairs;
              });

      // Then
      assertGets(socket, committed.get());
    }
  }

  private double gaps() {
    return meters.get("laurel.realtime.gaps").counter().count();
  }

  private long repairs() {
    return meters.get("laurel.realtime.repairs").timer().count();
  }

  @Test
  void aHintLargerThanTheQueueOfAClientDoesNotCloseIt() {
    try (var socket = open()) {
      // Given
      commitWithoutHint(3_000);

      // When
      hint(1, 3_000);

      // Then
      assertGets(socket, 3_000);
    }
  }

  @Test
  void garbageIsIgnored() {
    try (var socket = open()) {
      // When
      for (var payload :
          List.of(
              "",
              "abc",
              "\n",
              "1",
              "x\n{}",
              "-1\n{}",
              "0\n{}",
              "0\n1 2",
              "0\n1 2 x",
              "0\n1 2 3 4",
              "99999999999999999999\n{}",
              "\u0000")) {
        publish(payload);
      }
      publish(Long.MAX_VALUE + "\n{\"type\":\"forged\"}\n{\"type\":\"forged\"}");
      new CourseBackEnd(node).tell(alice, 1);

      // Then
      assertGets(socket, 1);
    }
  }

  @Test
  void aWrongHeadOfAHintLosesNoEntry() {
    try (var socket = open()) {
      // Given
      commitWithoutHint(4);
      double read = reads();

      // When
      int seq = 1;
      for (var head :
          List.of(" w=x g= g=-1", " later=1 w", "  =  ", " g=99999999999999999999 t=00-x-y-01")) {
        publish(LogRows.hint(seq, seq, SOURCE).replaceFirst("\n", head + "\n"));
        seq++;
      }

      // Then
      assertGets(socket, 4);
      assertEquals(read, reads());
    }
  }

  private double reads() {
    return meters.get("laurel.realtime.log.reads").summary().count();
  }

  @Test
  void anEventWithoutHintIsDeliveredByReconciliation() {
    try (var socket = open()) {
      // When
      commitWithoutHint(2);

      // Then
      await().atMost(Duration.ofSeconds(5)).until(() -> socket.seqs().equals(List.of(1L, 2L)));
    }
  }

  @Test
  void theHintAfterALostOneDeliversBothEvents() {
    try (var socket = open()) {
      // Given
      new CourseBackEnd(node).tell(alice, 1);
      commitWithoutHint(2);

      // When
      new CourseBackEnd(node).tell(alice, 3);

      // Then
      assertGets(socket, 3);
    }
  }

  private SocketClient open() {
    double reads = reads();
    var socket = SocketClient.open(node, "/ws/game/", TestTokens.of(alice));
    // Hints are lost until Redis has confirmed the channel, and then the log is read once more.
    await().until(() -> redis.execute("PUBSUB", "NUMSUB", channel()).get(1).toInteger() == 1);
    await().until(() -> reads() >= reads + 2);
    return socket;
  }

  private static void assertGets(SocketClient socket, int count) {
    socket.awaitFrames(count);
    socket.probe();
    assertEquals(LongStream.rangeClosed(1, count).boxed().toList(), socket.seqs());
  }

  private void commitWithoutHint(int upTo) {
    new LogRows(database).appendUpTo(alice, upTo, SOURCE);
  }

  private void hint(int first, int last) {
    publish(LogRows.hint(first, last, SOURCE));
  }

  private void publish(String payload) {
    otherNode.publish("user:" + alice, payload);
  }

  private String channel() {
    return "laurel:user:" + alice;
  }
}
