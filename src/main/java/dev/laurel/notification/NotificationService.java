package dev.laurel.notification;

import dev.laurel.course.Learners;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** Lets other back ends of the course tell a user something. */
@ApplicationScoped
class NotificationService {
  /**
   * What came of it.
   *
   * @param created false when the key had been used before; the entry is the first one then
   */
  record Outcome(LogEntry entry, boolean created) {}

  private final Learners learners;
  private final NotificationLog log;
  private final Clock clock;

  NotificationService(Learners learners, NotificationLog log, Clock clock) {
    this.learners = learners;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Appends a frame to the user's log, once for each key.
   *
   * @param idempotencyKey null for a frame that is new every time
   */
  @Transactional
  Outcome notify(String user, Frame frame, String idempotencyKey) {
    learners.lock(user);
    var earlier = idempotencyKey == null ? null : log.find(user, idempotencyKey).orElse(null);
    if (earlier != null) {
      return new Outcome(earlier, false);
    }
    return new Outcome(log.append(user, dated(frame), idempotencyKey), true);
  }

  private Frame dated(Frame frame) {
    return frame instanceof Frame.AchievementEarned earned
        ? earned.at(clock.instant().truncatedTo(ChronoUnit.MILLIS))
        : frame;
  }
}
