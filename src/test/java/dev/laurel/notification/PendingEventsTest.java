package dev.laurel.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.opentelemetry.api.trace.SpanContext;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingEventsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Frame FIRST = new Frame.StreakUpdate(1, "daily");
  private static final Frame SECOND = new Frame.StreakUpdate(2, "daily");

  @Test
  void newsOfSeveralResultsAreAsOldAsTheOldest() {
    // Given
    var old = news(NOON, FIRST);
    var older = news(NOON.minusSeconds(1), SECOND);

    // Then
    assertEquals(news(NOON.minusSeconds(1), FIRST, SECOND), old.and(older));
    assertEquals(news(NOON.minusSeconds(1), SECOND, FIRST), older.and(old));
    assertEquals(NOON, old.and(news(null)).gradedAt());
    assertEquals(NOON, news(null).and(old).gradedAt());
  }

  private static PendingEvents news(Instant gradedAt, Frame... frames) {
    return new PendingEvents(List.of(frames), gradedAt, SpanContext.getInvalid());
  }
}
