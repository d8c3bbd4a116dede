package dev.laurel.streak;

import java.time.Instant;

/** How a streak stands. The names are those of the wire. */
public enum StreakState {
  /** The user has worked today, or need not. */
  safe_today,
  /** It ends today unless the user works. */
  at_risk,
  /** It cannot be continued any more. */
  lapsed;

  static StreakState of(Run run, Instant now) {
    if (!now.isBefore(run.lapsesAt())) {
      return lapsed;
    }
    return now.isBefore(run.safeUntil()) ? safe_today : at_risk;
  }
}
