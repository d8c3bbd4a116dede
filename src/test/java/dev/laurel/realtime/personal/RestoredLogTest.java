package dev.laurel.realtime.personal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.testing.Api;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL comes back without its last commits, or a user's log begins anew. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class RestoredLogTest {
  @TestHTTPResource("/")
  URI node;

  @Inject DataSource database;

  private final String alice = Fresh.id("alice");
  private CourseBackEnd backEnd;

  @BeforeEach
  void connectBackEnd() {
    backEnd = new CourseBackEnd(node);
  }

  @Test
  void aCursorAtALostEventIsNotRecoveredOnceTheLogHasGrownPastIt() {
    // Given
    var lost = tell(5);
    restoreTo(3);
    var last = tell(4);

    // When
    try (var socket = resume(5, sentAt(lost))) {
      // Then
      var resumed = socket.await("resumed");
      assertFalse(resumed.get("recovered").asBoolean());
      assertEquals(7, resumed.get("last_seq").asLong());
      assertEquals(sentAt(last), resumed.get("last_sent_at").asText());
      tell(1);
      socket.awaitFrames(2);
      assertEquals(List.of(8L), socket.seqs());
    }
  }

  @Test
  void aCursorAtAKeptEventIsRecovered() {
    // Given
    var kept = tell(3);
    tell(2);
    restoreTo(3);
    tell(1);

    // When
    try (var socket = resume(3, sentAt(kept))) {
      // Then
      assertTrue(socket.await("resumed").get("recovered").asBoolean());
      socket.awaitFrames(2);
      assertEquals(List.of(4L), socket.seqs());
    }
  }

  @Test
  void aCursorAtThePrunedEndOfTheLogIsRecovered() {
    // Given
    var last = tell(2);
    execute("delete from notification where user_id = '%s'");
    execute("update notification_head set first_seq = 3 where user_id = '%s'");

    // When
    try (var socket = resume(2, sentAt(last));
        var other = resume(2, "2020-01-01T00:00:00Z")) {
      // Then
      assertTrue(socket.await("resumed").get("recovered").asBoolean());
      assertFalse(other.await("resumed").get("recovered").asBoolean());
    }
  }

  @Test
  void aClientThatSendsNoTimeResumesByItsNumber() {
    // Given
    tell(5);
    restoreTo(3);
    tell(3);

    // When
    try (var socket = SocketClient.open(node, "/ws/game/?since=5", TestTokens.of(alice))) {
      // Then
      var resumed = socket.await("resumed");
      assertTrue(resumed.get("recovered").asBoolean());
      assertFalse(resumed.has("last_sent_at"));
    }
  }

  @Test
  void aCursorOfBeforeAnErasureIsNotRecovered() {
    // Given
    var erased = tell(2);
    backEnd.erase(alice);
    tell(4);
    var token = TestTokens.afterRevocation(alice);

    // When
    var path = "/ws/game/?since=2&sent_at=" + sentAt(erased);
    try (var socket = SocketClient.open(node, path, token)) {
      // Then
      assertFalse(socket.await("resumed").get("recovered").asBoolean());
    }
  }

  @Test
  void anOpenSocketAheadOfTheLogIsClosedAndDoesNotRecover() {
    // Given
    try (var socket = resume(0, "")) {
      var lost = tell(5);
      socket.awaitFrames(6);

      // When
      restoreTo(3);

      // Then
      assertEquals(1011, socket.closeCode());
      try (var back = resume(5, sentAt(lost))) {
        assertFalse(back.await("resumed").get("recovered").asBoolean());
        tell(1);
        back.awaitFrames(2);
        assertEquals(List.of(4L), back.seqs());
      }
    }
  }

  @Test
  void anOpenSocketAheadOfTheLogIsClosedBeforeAnEventThatFollowsLostOnes() {
    // Given
    try (var socket = SocketClient.open(node, "/ws/game/", TestTokens.of(alice))) {
      tell(5);
      socket.awaitFrames(5);

      // When
      restoreTo(3);
      tell(4);

      // Then
      assertEquals(1011, socket.closeCode());
      assertEquals(List.of(1L, 2L, 3L, 4L, 5L), socket.seqs());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 9})
  void anOpenSocketIsClosedWhenTheLogHasGrownAgainWithoutAHint(int end) {
    // Given
    try (var socket = SocketClient.open(node, "/ws/game/", TestTokens.of(alice))) {
      tell(5);
      socket.awaitFrames(5);

      // When
      restoreTo(3, end);

      // Then
      assertEquals(1011, socket.closeCode());
      assertEquals(List.of(1L, 2L, 3L, 4L, 5L), socket.seqs());
    }
  }

  @Test
  void pollingWithACursorAtALostEventIsIncomplete() {
    // Given
    var lost = tell(5);
    restoreTo(3);
    var last = tell(3);

    // Then
    assertFalse(poll(5, sentAt(lost)).get("complete").asBoolean());
    assertEquals(sentAt(last), poll(5, sentAt(lost)).get("last_sent_at").asText());
    assertTrue(poll(6, sentAt(last)).get("complete").asBoolean());
    assertEquals(sentAt(last), backEnd.get("/api/me", alice).get("last_sent_at").asText());
  }

  @Test
  void aLongPollAtALostEventIsAnsweredByReconciliation() {
    // Given
    var lost = tell(5);
    var path = "/api/notifications?wait=20&since=5&sent_at=" + sentAt(lost);
    var poll = Api.sendAsync("GET", path, alice, "");

    // When
    restoreTo(3, 5);

    // Then
    var answer = poll.orTimeout(Duration.ofSeconds(10).toSeconds(), TimeUnit.SECONDS).join();
    assertTrue(answer.body().contains("\"complete\":false"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "1", "2026-13-01T00:00:00Z"})
  void anInvalidTimeIsRefused(String sentAt) {
    assertEquals(
        400,
        SocketClient.refusal(node, "/ws/game/?since=1&sent_at=" + sentAt, TestTokens.of(alice)));
    var answer = backEnd.answer("/api/notifications?since=1&sent_at=" + sentAt, alice);
    assertEquals(400, answer.statusCode());
    assertTrue(answer.body().contains("\"sent_at\""));
  }

  private JsonNode poll(long since, String sentAt) {
    return backEnd.get("/api/notifications?since=" + since + "&sent_at=" + sentAt, alice);
  }

  private SocketClient resume(long since, String sentAt) {
    return SocketClient.open(
        node, "/ws/game/?since=" + since + "&sent_at=" + sentAt, TestTokens.of(alice));
  }

  private static String sentAt(JsonNode frame) {
    return frame.get("sent_at").asText();
  }

  /** Appends events, and returns the last. */
  private JsonNode tell(int times) {
    JsonNode last = null;
    for (int i = 1; i <= times; i++) {
      last = backEnd.tell(alice, i);
    }
    return last;
  }

  private void restoreTo(int seq) {
    restoreTo(seq, seq);
  }

  /** Takes the log back to an entry, and lets it grow again without a hint. */
  private void restoreTo(int seq, int end) {
    execute(
        """
        begin;
        delete from notification where user_id = '%1$s' and seq > {seq};
        insert into notification (user_id, seq, frame, sent_at)
          select '%1$s', seq, '{"type":"streak_update","current_streak":1,"streak_type":"daily","seq":' || seq || '}',
                 now() + interval '1 s'
          from generate_series({seq} + 1, {end}) as seq;
        update notification_head set last_seq = {end}, last_sent_at =
          (select sent_at from notification where user_id = '%1$s' and seq = {end}) where user_id = '%1$s';
        commit"""
            .replace("{seq}", "" + seq)
            .replace("{end}", "" + end));
  }

  private void execute(String statement) {
    try (var connection = database.getConnection();
        var executing = connection.createStatement()) {
      executing.execute(statement.formatted(alice));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
