package dev.laurel.streak;

import java.time.Instant;

/**
 * A streak that lasts.
 *
 * @param days its length; 0 for none
 * @param state null for none
 * @param safeUntil until when the user need not work; null for none
 * @param lapsesAt when it ends unless the user completes something before; null for none
 */
public record OngoingStreak(int days, StreakState state, Instant safeUntil, Instant lapsesAt) {
  static final OngoingStreak NONE = new OngoingStreak(0, null, null, null);

  static OngoingStreak of(Run run, Instant now) {
    return new OngoingStreak(run.days(), StreakState.of(run, now), run.safeUntil(), run.lapsesAt());
  }
}
