package dev.laurel.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Frame FIRST = new Frame.StreakUpdate(1, "daily");
  private static final Frame SECOND = new Frame.StreakUpdate(2, "daily");

  @Test
  void newsOfSeveralResultsAreAsOldAsTheOldest() {
    // Given
    var old = new News(List.of(FIRST), NOON);
    var older = new News(List.of(SECOND), NOON.minusSeconds(1));

    // Then
    assertEquals(new News(List.of(FIRST, SECOND), NOON.minusSeconds(1)), old.and(older));
    assertEquals(new News(List.of(SECOND, FIRST), NOON.minusSeconds(1)), older.and(old));
    assertEquals(NOON, old.and(new News(List.of(), null)).gradedAt());
    assertEquals(NOON, new News(List.of(), null).and(old).gradedAt());
  }
}
