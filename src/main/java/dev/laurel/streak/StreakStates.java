package dev.laurel.streak;

import dev.laurel.rehearsal.UserStates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;

/** Says how long streaks are, in rehearsals. */
@ApplicationScoped
class StreakStates {
  private final StreakBatch batch;
  private final Clock clock;

  StreakStates(StreakBatch batch, Clock clock) {
    this.batch = batch;
    this.clock = clock;
  }

  void add(@Observes UserStates states) {
    batch.readAhead(states.users());
    var now = clock.instant();
    for (var user : states.users()) {
      states.setStreak(user, batch.of(user).streak(now).map(Run::days).orElse(0));
    }
  }
}
