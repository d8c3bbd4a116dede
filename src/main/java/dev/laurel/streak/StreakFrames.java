package dev.laurel.streak;

import dev.laurel.notification.Frame.StreakUpdate;
import java.time.Instant;
import java.util.Optional;

/** Makes the frames that announce streaks. */
final class StreakFrames {
  private static final String TYPE = "daily";
  private static final StreakUpdate NONE =
      new StreakUpdate(0, TYPE, StreakState.lapsed.name(), null, null);

  private StreakFrames() {}

  /**
   * Says how a run stands.
   *
   * @param run may have lapsed: late results are shown the length of what they add to; empty if
   *     there is none any more
   */
  static StreakUpdate of(Optional<Run> run, Instant now) {
    return run.map(found -> of(found, now)).orElse(NONE);
  }

  private static StreakUpdate of(Run run, Instant now) {
    var state = StreakState.of(run, now);
    return state == StreakState.lapsed
        ? new StreakUpdate(run.days(), TYPE, state.name(), null, null)
        : new StreakUpdate(run.days(), TYPE, state.name(), run.safeUntil(), run.lapsesAt());
  }
}
