package dev.laurel.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final MachineClock machine = new MachineClock();
  private final DatabaseClock clock = new DatabaseClock(machine);

  @Test
  void timeIsTheDatabasesWhateverTheMachineSays() {
    // Given
    machine.ahead = Duration.ofHours(1);

    // When
    answer(Instant.now());

    // Then
    assertNear(Instant.now(), clock.instant());
  }

  @Test
  void timeGoesOnWhenTheMachinesClockIsSet() {
    // Given
    answer(Instant.now());

    // When
    machine.ahead = Duration.ofDays(-31);

    // Then
    assertNear(Instant.now(), clock.instant());
  }

  @Test
  void timeFollowsADatabaseWithAnotherClock() {
    // Given
    answer(Instant.now());

    // When
    answer(Instant.now().minusSeconds(600));

    // Then
    assertNear(Instant.now().minusSeconds(600), clock.instant());
  }

  @Test
  void slowAnswerDoesNotMoveTheTime() {
    // Given
    answer(Instant.now());
    long now = System.nanoTime();

    // When an answer took a minute, in which the database's time was read at the beginning
    var before = clock.instant();
    clock.read(before.minusSeconds(60), now - Duration.ofSeconds(60).toNanos(), System.nanoTime());

    // Then
    assertNear(before, clock.instant());
  }

  @Test
  void machineIsFarAboveFiveSeconds() {
    // Given
    answer(Instant.now());

    // Then
    for (int seconds : new int[] {-3600, -7, 7, 3600}) {
      machine.ahead = Duration.ofSeconds(seconds);
      assertTrue(clock.isFarFromMachine(), () -> machine.ahead.toString());
    }
    for (int seconds : new int[] {-3, 0, 3}) {
      machine.ahead = Duration.ofSeconds(seconds);
      assertFalse(clock.isFarFromMachine(), () -> machine.ahead.toString());
    }
  }

  @Test
  void timeIsTheMachinesUntilTheDatabaseAnswers() {
    // Given
    machine.ahead = Duration.ofHours(1);

    // Then
    assertFalse(clock.isRead());
    assertFalse(clock.isFarFromMachine());
    assertNear(Instant.now().plusSeconds(3_600), clock.instant());
  }

  private void answer(Instant time) {
    long now = System.nanoTime();
    clock.read(time, now - 1_000, now);
    assertEquals(true, clock.isRead());
  }

  private static void assertNear(Instant expected, Instant actual) {
    var difference = Duration.between(expected, actual).abs();
    assertTrue(difference.compareTo(MOMENT) < 0, difference::toString);
  }

  private static final class MachineClock extends Clock {
    private Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
