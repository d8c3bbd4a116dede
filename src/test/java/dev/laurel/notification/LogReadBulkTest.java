package dev.laurel.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.notification.LogReadBulk.Delivered;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class LogReadBulkTest {
  /** More than the parameters that a statement may have. */
  private static final int MANY = 70_000;

  @TestHTTPResource("/")
  URI node;

  @Inject LogReadBulk log;
  @Inject Inbox inbox;

  private final String alice = Fresh.id("alice");
  private final String bob = Fresh.id("bob");
  private final String nobody = Fresh.id("nobody");
  private CourseBackEnd backEnd;

  @BeforeEach
  void fillLogs() {
    backEnd = new CourseBackEnd(node);
    for (int i = 0; i < 5; i++) {
      backEnd.tell(alice, i);
      backEnd.tell(bob, i);
    }
  }

  @Test
  void logsThatAreAheadAreFoundAmongManyUsers() {
    // Given
    backEnd.read(bob, 2);
    var delivered = new HashMap<String, Delivered>();
    for (int i = 0; i < MANY; i++) {
      delivered.put(nobody + i, delivered(nobody + i, 0, 0));
    }
    delivered.put(alice, delivered(alice, 4, 0));
    delivered.put(bob, delivered(bob, 5, 1));

    // When
    var ahead = log.differing(delivered);

    // Then
    assertEquals(Set.of(alice, bob), ahead.keySet());
    assertEquals(5, ahead.get(alice).lastSeq());
    assertEquals(2, ahead.get(bob).readUpTo());
  }

  @Test
  void deliveredLogsDoNotDiffer() {
    // Given
    var end = new Cursor(bob, 5, inbox.head(bob).lastSentAt());

    // When
    var differing =
        log.differing(
            Map.of(
                alice,
                delivered(alice, 5, 0),
                bob,
                new Delivered(5, 1, end),
                nobody,
                delivered(nobody, 0, 0)));

    // Then
    assertEquals(Map.of(), differing);
  }

  @Test
  void logsThatLostTheirLastEntriesDiffer() {
    // Given
    var another = new Cursor(bob, 5, Instant.parse("2026-11-23T01:00:00Z"));

    // When
    var delivered =
        Map.of(
            alice,
            delivered(alice, 6, 0),
            bob,
            new Delivered(5, 0, another),
            nobody,
            delivered(nobody, 1, 0));
    var differing = log.differing(delivered);

    // Then
    assertEquals(delivered.keySet(), differing.keySet());
    delivered.forEach((user, sent) -> assertTrue(sent.contradicts(differing.get(user))));
  }

  @Test
  void aCursorAtAnotherEntryThanTheLogsIsIncomplete() {
    // Given
    var sentAt = log.since(new Cursor(alice, 2, null), 1).entries().get(0).sentAt();

    // Then
    assertTrue(log.since(new Cursor(alice, 3, sentAt), 1).complete());
    assertFalse(log.since(new Cursor(alice, 3, sentAt.plusMillis(1)), 1).complete());
    assertFalse(log.since(new Cursor(alice, 5, sentAt.minusMillis(1)), 1).complete());
  }

  @Test
  void manyCursorsAreReadAtOnce() {
    // Given
    var atThree = new Cursor(alice, 3, null);
    var atTheBeginning = new Cursor(alice, 0, null);
    var atTheEnd = new Cursor(bob, 5, null);
    var ahead = new Cursor(bob, 6, null);
    var unknown = new Cursor(nobody, 0, null);

    // When
    var slices = log.slices(Set.of(atThree, atTheBeginning, atTheEnd, ahead, unknown), 3);

    // Then
    assertEquals(List.of(4L, 5L), seqs(slices.get(atThree)));
    assertEquals(List.of(1L, 2L, 3L), seqs(slices.get(atTheBeginning)));
    assertTrue(slices.get(atTheBeginning).hasMore());
    assertEquals(List.of(), seqs(slices.get(atTheEnd)));
    assertTrue(slices.get(atTheEnd).complete());
    assertFalse(slices.get(ahead).complete());
    assertTrue(slices.get(unknown).complete());
    assertEquals(0, slices.get(unknown).lastSeq());
  }

  @Test
  void theHeadOfAUserWithoutALogIsEmpty() {
    assertEquals(LogHead.EMPTY, inbox.head(nobody));
    assertEquals(Map.of(nobody, LogHead.EMPTY), log.heads(Set.of(nobody)));
  }

  private static List<Long> seqs(LogSlice slice) {
    return slice.entries().stream().map(LogEntry::seq).toList();
  }

  private static Delivered delivered(String user, long seq, long readUpTo) {
    return new Delivered(seq, readUpTo, new Cursor(user, seq, null));
  }
}
