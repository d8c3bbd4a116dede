package dev.laurel.streak;

import java.time.Instant;

/**
 * A streak that lasts today.
 *
 * @param days its length; 0 once a whole day has passed without a completed exercise
 * @param lapsesAt when it ends unless the user completes something before; null for no streak
 */
public record OngoingStreak(int days, Instant lapsesAt) {
  static final OngoingStreak NONE = new OngoingStreak(0, null);
}
