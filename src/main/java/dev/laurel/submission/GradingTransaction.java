package dev.laurel.submission;

import dev.laurel.course.Enrolments;
import dev.laurel.notification.NotificationLog;
import dev.laurel.notification.PendingEvents;
import dev.laurel.submission.results.SubmissionBatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The frame of each transaction that counts results: observers read ahead, count one result after
 * another, and write; then the log gets what they announced. The users are locked before.
 */
@ApplicationScoped
class GradingTransaction {
  private final SubmissionBatch batch;
  private final Event<GradingStarted> started;
  private final Event<SubmissionGraded> graded;
  private final Event<GradingFinished> finished;
  private final NotificationLog log;

  GradingTransaction(
      SubmissionBatch batch,
      Event<GradingStarted> started,
      Event<SubmissionGraded> graded,
      Event<GradingFinished> finished,
      NotificationLog log) {
    this.batch = batch;
    this.started = started;
    this.graded = graded;
    this.finished = finished;
    this.log = log;
  }

  /**
   * Has observers read ahead.
   *
   * @param requests the results that may be counted; never empty
   * @param enrolments all memberships of their users
   */
  Counted start(List<SubmissionRequest> requests, Enrolments enrolments) {
    started.fire(new GradingStarted(requests, enrolments));
    return new Counted();
  }

  /** What the transaction has counted so far. */
  final class Counted {
    private final Map<String, PendingEvents> events = new LinkedHashMap<>();

    private Counted() {}

    /** Has observers count a result. */
    void fire(SubmissionGraded event) {
      graded.fire(event);
    }

    /** Keeps events of a user for the log, after those kept before. */
    void announce(String user, PendingEvents pending) {
      events.merge(user, pending, PendingEvents::and);
    }

    /** Writes what was counted. */
    void finish() {
      finished.fire(new GradingFinished());
      batch.flush();
    }

    /** Called last: other transactions of the users' logs wait from then on. */
    void appendToLog() {
      log.append(events);
    }
  }
}
