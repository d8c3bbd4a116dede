package dev.laurel.realtime.personal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.OtherNode;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A move of the read cursor sends {@code unread} to the user's other sockets. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class UnreadTest {
  @TestHTTPResource("/")
  URI node;

  @Inject DataSource database;
  @Inject RedisDataSource redis;
  @Inject OtherNode otherNode;

  private final String alice = Fresh.id("alice");
  private CourseBackEnd backEnd;

  @BeforeEach
  void connectBackEnd() {
    backEnd = new CourseBackEnd(node);
  }

  @Test
  void anAckSendsUnreadToTheOtherSocketsOnly() {
    // Given
    tell(5);
    try (var acks = resume(5);
        var other = resume(5)) {
      // When
      ack(acks, 2);

      // Then
      assertEquals(unread(3, 2), other.await("unread").toString());
      acks.probe();
      assertEquals(List.of(), unreads(acks));
    }
  }

  @Test
  void aMoveOverRestSendsUnreadToAllSockets() {
    // Given
    tell(5);
    try (var one = resume(5);
        var two = resume(3)) {
      // When
      read(4);

      // Then
      assertEquals(unread(1, 4), one.await("unread").toString());
      assertEquals(unread(1, 4), two.await("unread").toString());
    }
  }

  @Test
  void aClientThatDoesNotResumeGetsNoUnread() {
    // Given
    tell(5);
    try (var plain = SocketClient.open(node, "/ws/game/", TestTokens.of(alice));
        var resuming = resume(5)) {
      // When
      read(4);
      resuming.await("unread");
      tell(1);

      // Then
      assertEquals(6, plain.next().get("seq").asLong());
    }
  }

  @Test
  void anAckBehindTheReadCursorDoesNotHideLaterMoves() {
    // Given
    tell(5);
    try (var late = resume(5)) {
      read(4);
      late.await("unread");

      // When
      ack(late, 2);
      read(5);

      // Then
      assertEquals(unread(0, 5), late.await("unread").toString());
    }
  }

  @Test
  void anAckAheadOfTheLogDoesNotHideLaterMoves() {
    // Given
    tell(3);
    try (var acks = resume(3);
        var other = resume(3)) {
      ack(acks, Long.MAX_VALUE);
      assertEquals(unread(0, 3), other.await("unread").toString());

      // When
      tell(2);
      acks.await("points_update");
      ack(other, 5);

      // Then
      assertEquals(unread(0, 5), acks.await("unread").toString());
    }
  }

  @Test
  void theCountIncludesOnlyEventsSentBefore() {
    // Given
    tell(20);
    try (var socket = resume(0)) {
      // When
      for (int seq = 1; seq <= 20; seq++) {
        read(seq);
        tell(1);
      }

      // Then
      socket.await("the last", frame -> frame.path("read_up_to").asLong() == 20);
      long sent = 0;
      for (var frame : socket.frames()) {
        sent = Math.max(sent, frame.path("seq").asLong());
        if (frame.get("type").asText().equals("unread")) {
          assertEquals(sent - frame.get("read_up_to").asLong(), frame.get("count").asLong());
        }
      }
    }
  }

  @Test
  void aMoveWithALostHintIsSentByReconciliation() throws Exception {
    // Given
    tell(5);
    try (var socket = resume(5)) {
      // When
      try (var connection = database.getConnection();
          var statement = connection.createStatement()) {
        statement.execute(
            "update notification_head set read_up_to = 3 where user_id = '" + alice + "'");
      }

      // Then
      assertEquals(unread(2, 3), socket.await("unread").toString());
    }
  }

  @Test
  void aDuplicateMoveIsSentOnce() {
    // Given
    tell(5);
    try (var socket = resume(5)) {
      read(3);
      socket.await("unread");

      // When
      for (int i = 0; i < 3; i++) {
        otherNode.publish("user:" + alice, "0\n1 5 3");
      }
      otherNode.publish("user:" + alice, "0\n1 5 1");
      tell(1);

      // Then
      assertEquals("points_update", socket.next().get("type").asText());
    }
  }

  @Test
  void resumedContainsTheUnreadCount() {
    // Given
    tell(5);
    read(2);
    try (var socket = resume(4)) {
      // When
      var resumed = socket.await("resumed");

      // Then
      assertEquals(3, resumed.get("unread").asLong());
      assertEquals(2, resumed.get("read_up_to").asLong());
    }
  }

  @Test
  void aMoveOfTheReadCursorDoesNotAnswerALongPoll() {
    // Given
    tell(1);
    var poll =
        CompletableFuture.supplyAsync(
            () -> backEnd.get("/api/notifications?since=1&wait=20", alice));
    var channel = "laurel:user:" + alice;
    await().until(() -> redis.execute("PUBSUB", "NUMSUB", channel).get(1).toInteger() == 1);
    try (var socket = resume(1)) {
      // When
      read(1);
      socket.await("unread");
      tell(1);

      // Then
      assertEquals(2, poll.join().at("/items/0/seq").asLong());
    }
  }

  private static List<String> unreads(SocketClient socket) {
    return socket.texts().stream().filter(text -> text.contains("\"unread\",")).toList();
  }

  private static String unread(long count, long readUpTo) {
    return "{\"type\":\"unread\",\"count\":" + count + ",\"read_up_to\":" + readUpTo + "}";
  }

  private void tell(int times) {
    IntStream.rangeClosed(1, times).forEach(i -> backEnd.tell(alice, i));
  }

  private void read(long seq) {
    backEnd.read(alice, seq);
  }

  private static void ack(SocketClient socket, long seq) {
    socket.send("{\"type\":\"ack\",\"seq\":" + seq + "}");
  }

  private SocketClient resume(long since) {
    return SocketClient.open(node, "/ws/game/?since=" + since, TestTokens.of(alice));
  }
}
