package dev.laurel.realtime.personal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.realtime.RawSocket;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class ResumeTest {
  @TestHTTPResource("/")
  URI node;

  @Inject DataSource database;
  @Inject MeterRegistry meters;

  private final String alice = Fresh.id("alice");
  private CourseBackEnd backEnd;

  @BeforeEach
  void connectBackEnd() {
    backEnd = new CourseBackEnd(node);
  }

  @Test
  void missedEventsComeInOrderBetweenResumedAndNewEvents() {
    // Given
    tell(5);
    try (var socket = resume("2")) {
      // When
      socket.awaitFrames(4);
      tell(1);

      // Then
      assertEquals(
          """
          {"type":"resumed","recovered":true,"from":2,"last_seq":5,"heartbeat_s":25,"unread":5,"read_up_to":0}""",
          socket.texts().get(0));
      socket.awaitFrames(5);
      assertEquals(List.of(3L, 4L, 5L, 6L), socket.seqs());
    }
  }

  @Test
  void resumingFromTheBeginningReceivesAllEvents() {
    // Given
    tell(3);
    try (var socket = resume("0")) {
      // Then
      socket.awaitFrames(4);
      assertEquals(List.of(1L, 2L, 3L), socket.seqs());
    }
  }

  @Test
  void resumingAtTheEndOfTheLogReceivesOnlyNewEvents() {
    // Given
    tell(2);
    try (var socket = resume("2")) {
      // When
      tell(1);

      // Then
      assertTrue(socket.next().get("recovered").asBoolean());
      assertEquals(3, socket.next().get("seq").asLong());
    }
  }

  @Test
  void aNewUserMayResumeFromTheBeginning() {
    try (var socket = resume("0")) {
      // When
      tell(1);

      // Then
      assertEquals(
          """
          {"type":"resumed","recovered":true,"from":0,"last_seq":0,"heartbeat_s":25,"unread":0,"read_up_to":0}""",
          socket.next().toString());
      assertEquals(1, socket.next().get("seq").asLong());
    }
  }

  @Test
  void resumingAheadOfTheLogReceivesOnlyNewEvents() {
    // Given
    tell(3);
    try (var socket = resume("4")) {
      // When
      tell(2);

      // Then
      assertEquals(
          """
          {"type":"resumed","recovered":false,"from":4,"last_seq":3,"heartbeat_s":25,"unread":3,"read_up_to":0}""",
          socket.next().toString());
      socket.awaitFrames(3);
      assertEquals(List.of(4L, 5L), socket.seqs());
    }
  }

  @Test
  void resumingBeforeThePrunedPartReceivesOnlyNewEvents() throws Exception {
    // Given
    tell(5);
    prune(3);
    try (var tooLate = resume("2");
        var justInTime = resume("3")) {
      // When
      tell(1);

      // Then
      assertEquals(false, tooLate.next().get("recovered").asBoolean());
      tooLate.awaitFrames(2);
      assertEquals(List.of(6L), tooLate.seqs());
      assertEquals(true, justInTime.next().get("recovered").asBoolean());
      justInTime.awaitFrames(4);
      assertEquals(List.of(4L, 5L, 6L), justInTime.seqs());
    }
  }

  @Test
  void aReplayOvertakenByPruningEndsWithoutAGap() throws Exception {
    // Given
    new LogRows(database).appendUpTo(alice, 10_000, "x".repeat(2_000));
    try (var stalled = new RawSocket(node, "/ws/game/", TestTokens.of(alice) + "&since=0")) {
      assertTrue(stalled.text().contains("\"recovered\":true"));

      // When
      prune(10_000);
      var texts = stalled.textsThenCloseCode();

      // Then
      int replayed = texts.size() - 1;
      assertEquals("1011", texts.get(replayed));
      for (int i = 0; i < replayed; i++) {
        assertTrue(texts.get(i).contains("\"seq\":" + (i + 1) + ","));
      }
      try (var back = resume(Integer.toString(replayed))) {
        assertFalse(back.await("resumed").get("recovered").asBoolean());
      }
    }
  }

  @Test
  void recoveriesAreCountedByTheirSuccess() {
    // Given
    tell(1);
    double worked = recoveries(true);
    double failed = recoveries(false);

    // When
    try (var recovered = resume("1");
        var ahead = resume("2")) {
      recovered.await("resumed");
      ahead.await("resumed");

      // Then
      assertTrue(recoveries(true) > worked);
      assertTrue(recoveries(false) > failed);
    }
  }

  private double recoveries(boolean recovered) {
    return meters
        .get("laurel.realtime.recoveries")
        .tag("recovered", Boolean.toString(recovered))
        .counter()
        .count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "abc", "", "1.0", "9223372036854775808", "0x10"})
  void anInvalidSinceIsRefused(String since) {
    assertEquals(400, SocketClient.refusal(node, "/ws/game/?since=" + since, TestTokens.of(alice)));
  }

  @Test
  void thousandsOfMissedAndNewEventsComeOnceAndInOrder() {
    // Given
    new LogRows(database).appendUpTo(alice, 5_000, "test");

    // When
    var meanwhile = CompletableFuture.runAsync(() -> tell(50));
    try (var socket = resume("0")) {
      // Then
      meanwhile.join();
      socket.awaitFrames(1 + 5_050);
      assertEquals(LongStream.rangeClosed(1, 5_050).boxed().toList(), socket.seqs());
    }
  }

  @Test
  void aLongReplayWaitsForTheClientInsteadOfClosingIt() {
    // Given
    new LogRows(database).appendUpTo(alice, 2_000, "x".repeat(2_000));
    try (var socket = resume("0")) {
      // When
      socket.awaitFrames(1 + 2_000);

      // Then
      tell(1);
      socket.awaitFrames(1 + 2_001);
      assertEquals(LongStream.rangeClosed(1, 2_001).boxed().toList(), socket.seqs());
    }
  }

  private void prune(int upTo) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "delete from notification where user_id = '%s' and seq <= %d".formatted(alice, upTo));
      statement.execute(
          "update notification_head set first_seq = %d where user_id = '%s'"
              .formatted(upTo + 1, alice));
      connection.commit();
    }
  }

  private void tell(int times) {
    for (int i = 1; i <= times; i++) {
      backEnd.tell(alice, i);
    }
  }

  private SocketClient resume(String since) {
    return SocketClient.open(node, "/ws/game/?since=" + since, TestTokens.of(alice));
  }
}
