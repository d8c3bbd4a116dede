package dev.laurel.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.course.Learners;
import dev.laurel.outage.DatabaseAway;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Sql;
import dev.laurel.testing.Api;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class LogPruningTest {
  private static final int MOST = 10_000;
  private static final String OLD = "now() - interval '31 days'";

  private record Settings(
      Duration retention, int retentionEntries, Duration pruneInterval, int maxWaiting)
      implements NotificationConfig {}

  @TestHTTPResource("/")
  URI node;

  @Inject DataSource database;
  @Inject Learners learners;
  @Inject LogReadBulk log;
  @Inject Inbox inbox;
  @Inject Clock clock;
  @Inject Sql sql;
  @Inject DatabaseAway away;
  @Inject Scheduler scheduler;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final String alice = Fresh.id("alice");
  private CourseBackEnd backEnd;

  @BeforeEach
  void connectBackEnd() {
    backEnd = new CourseBackEnd(node);
  }

  @Test
  void oldEntriesAreDeleted() {
    // Given
    write(1, 4, OLD);
    write(5, 8, "now()");

    // When
    prune();

    // Then
    assertEquals(new LogHead(5, 8, 0, null), inbox.head(alice));
    var slice = log.since(new Cursor(alice, 0, null), 100);
    assertEquals(List.of(5L, 6L, 7L, 8L), seqs(slice));
    assertFalse(slice.complete());
    assertTrue(log.since(new Cursor(alice, 4, null), 100).complete());
  }

  @Test
  void aLongLogKeepsTheNewestEntries() {
    // Given
    write(1, MOST + 250, "now()");

    // When
    prune();

    // Then
    assertEquals(new LogHead(251, MOST + 250, 0, null), inbox.head(alice));
    assertEquals(251, log.since(new Cursor(alice, 0, null), 1).entries().get(0).seq());
  }

  @Test
  void newEntriesOfAShortLogStay() {
    // Given
    write(1, MOST, "now()");

    // When
    prune();

    // Then
    assertEquals(new LogHead(1, MOST, 0, null), inbox.head(alice));
  }

  @Test
  void aLongLogIsPrunedInSeveralChunks() {
    // Given
    write(1, 95, OLD);
    write(96, 100, "now()");

    // When
    var chunks = new AtomicLong();
    pruning()
        .prune(
            10,
            entries -> {
              chunks.incrementAndGet();
              assertTrue(entries <= 10);
              return true;
            });

    // Then
    assertTrue(chunks.get() >= 10);
    assertEquals(96, inbox.head(alice).firstSeq());
    assertEquals(96, log.since(new Cursor(alice, 0, null), 1).entries().get(0).seq());
  }

  @Test
  void anEmptiedLogContinuesAfterItsEnd() {
    // Given
    write(1, 5, OLD);
    prune();
    assertEquals(new LogHead(6, 5, 0, null), inbox.head(alice));

    // When
    backEnd.tell(alice, 1);

    // Then
    try (var socket = resume(5)) {
      assertTrue(socket.await("resumed").get("recovered").asBoolean());
      assertEquals(6, socket.next().get("seq").asLong());
    }
  }

  @Test
  void resumingBeforeThePrunedEntriesIsNotRecovered() {
    // Given
    write(1, 5, OLD);
    write(6, 8, "now()");
    prune();

    // When
    try (var tooLate = resume(4);
        var inTime = resume(5)) {
      // Then
      assertFalse(tooLate.await("resumed").get("recovered").asBoolean());
      tooLate.probe();
      assertEquals(List.of(), tooLate.seqs());
      inTime.awaitFrames(4);
      assertEquals(List.of(6L, 7L, 8L), inTime.seqs());
    }
  }

  @Test
  void prunedEntriesAreNotUnread() {
    // Given
    write(1, 5, OLD);
    write(6, 8, "now()");

    // When
    prune();

    // Then
    assertEquals(3, backEnd.get("/api/notifications/unread-count", alice).get("count").asLong());
  }

  @Test
  void pruningChangesTheEntityTag() {
    // Given
    write(1, 5, OLD);
    write(6, 205, "now()");
    var tag = tag();

    // When
    prune();

    // Then
    assertNotEquals(tag, tag());
  }

  private String tag() {
    return Api.as(alice).get("/api/notifications").then().extract().header("ETag");
  }

  @Test
  void anIdempotencyKeyIsKeptAsLongAsItsEntry() {
    // Given
    var frame =
        Map.of(
            "type", "streak_update",
            "current_streak", 5,
            "streak_type", "daily",
            "idempotency_key", "k");
    var first = backEnd.notify(alice, frame);
    prune();
    assertEquals(first, backEnd.notify(alice, frame));

    // When
    execute("update notification set sent_at = " + OLD + " where user_id = '" + alice + "'");
    execute("update notification_head set oldest_at = " + OLD + " where user_id = '" + alice + "'");
    prune();

    // Then
    assertEquals(2, backEnd.notify(alice, frame).get("seq").asLong());
  }

  @Test
  void oneNodePrunesAtATime() throws SQLException {
    // Given
    write(1, 5, OLD);
    try (var other = database.getConnection();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock(" + AdvisoryLock.LOG_PRUNING.key() + ", 0)");

      // When
      prune();

      // Then
      assertEquals(1, inbox.head(alice).firstSeq());
      other.rollback();
    }
    prune();
    assertEquals(6, inbox.head(alice).firstSeq());
  }

  @Test
  void readingDuringAppendsAndPruningSeesNoGap() {
    // Given
    write(1, 3_000, OLD);
    var pruning = CompletableFuture.runAsync(() -> pruning().prune(20, entries -> true));
    var appending =
        CompletableFuture.runAsync(
            () -> LongStream.range(0, 60).forEach(i -> backEnd.tell(alice, (int) i)));

    // When
    long place = 0;
    while (!pruning.isDone() || !appending.isDone() || place < 3_060) {
      var slice = log.since(new Cursor(alice, place, null), 7);

      // Then
      var seqs = seqs(slice);
      if (slice.complete()) {
        assertEquals(LongStream.rangeClosed(place + 1, place + seqs.size()).boxed().toList(), seqs);
        place += seqs.size();
      } else {
        var head = inbox.head(alice);
        assertTrue(place < head.firstSeq() - 1, "nothing was pruned behind " + head);
        place = head.firstSeq() - 1;
      }
    }
    assertFalse(log.since(new Cursor(alice, 0, null), 7).complete());
    assertEquals(3_001, inbox.head(alice).firstSeq());
  }

  @Test
  void prunedEntriesAreCounted() {
    // Given
    write(1, 5, OLD);

    // When
    pruning().run();

    // Then
    assertTrue(meters.get("laurel.notifications.pruned").counter().count() >= 5);
  }

  @Test
  void pruningIsScheduled() {
    var job = scheduler.getScheduledJob("notification.prune");
    assertTrue(job.getNextFireTime().isBefore(Instant.now().plus(Duration.ofMinutes(2))));
  }

  private void prune() {
    pruning().prune(1_000, entries -> true);
  }

  private LogPruning pruning() {
    var settings = new Settings(Duration.ofDays(30), MOST, Duration.ofMillis(20), 1);
    return new LogPruning(learners, sql, settings, away, clock, meters);
  }

  /** Appends entries of an age, past the service. */
  private void write(int first, int last, String sentAt) {
    execute(
        """
        insert into notification (user_id, seq, frame, sent_at)
        select '%s', seq, '{"type":"streak_update","seq":' || seq || '}', %s
        from generate_series(%d, %d) as seq"""
            .formatted(alice, sentAt, first, last));
    execute(
        """
        insert into notification_head (user_id, last_seq, oldest_at) values ('%s', %d, %s)
        on conflict (user_id) do update set last_seq = excluded.last_seq"""
            .formatted(alice, last, sentAt));
  }

  private void execute(String statement) {
    try (var connection = database.getConnection();
        var executing = connection.createStatement()) {
      executing.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Long> seqs(LogSlice slice) {
    return slice.entries().stream().map(LogEntry::seq).toList();
  }

  private SocketClient resume(long since) {
    return SocketClient.open(node, "/ws/game/?since=" + since, TestTokens.of(alice));
  }
}
