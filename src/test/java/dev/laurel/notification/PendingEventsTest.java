package dev.laurel.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.opentelemetry.api.trace.SpanContext;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingEventsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Frame FIRST = new Frame.StreakUpdate(1, "daily", null, null, null);
  private static final Frame SECOND = new Frame.StreakUpdate(2, "daily", null, null, null);

  @Test
  void eventsOfSeveralResultsHaveTheTimeOfTheOldest() {
    // Given
    var old = events(NOON, FIRST);
    var older = events(NOON.minusSeconds(1), SECOND);

    // Then
    assertEquals(events(NOON.minusSeconds(1), FIRST, SECOND), old.and(older));
    assertEquals(events(NOON.minusSeconds(1), SECOND, FIRST), older.and(old));
    assertEquals(NOON, old.and(events(null)).gradedAt());
    assertEquals(NOON, events(null).and(old).gradedAt());
  }

  private static PendingEvents events(Instant gradedAt, Frame... frames) {
    return new PendingEvents(List.of(frames), gradedAt, SpanContext.getInvalid());
  }
}
