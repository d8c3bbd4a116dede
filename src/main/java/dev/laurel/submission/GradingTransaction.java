package dev.laurel.submission;

import static java.util.stream.Collectors.toSet;

import dev.laurel.course.Enrolments;
import dev.laurel.notification.NotificationLog;
import dev.laurel.notification.PendingEvents;
import dev.laurel.submission.results.Revisions;
import dev.laurel.submission.results.SubmissionBatch;
import dev.laurel.submission.results.UsersRecounted;
import dev.laurel.submission.results.UsersRecounted.Cause;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
  private final Event<UsersRecounted> recounts;
  private final NotificationLog log;

  GradingTransaction(
      SubmissionBatch batch,
      Event<GradingStarted> started,
      Event<SubmissionGraded> graded,
      Event<GradingFinished> finished,
      Event<UsersRecounted> recounts,
      NotificationLog log) {
    this.batch = batch;
    this.started = started;
    this.graded = graded;
    this.finished = finished;
    this.recounts = recounts;
    this.log = log;
  }

  /**
   * Has observers read ahead.
   *
   * @param requests the results that may be counted; never empty
   * @param enrolments all memberships of their users
   * @param revisions those received of them
   */
  Counted start(List<SubmissionRequest> requests, Enrolments enrolments, Revisions revisions) {
    var classIds =
        requests.stream().flatMap(request -> revisions.classes(request).stream()).collect(toSet());
    started.fire(new GradingStarted(requests, enrolments, classIds));
    return new Counted(enrolments);
  }

  /** The part of the transaction after its start. */
  final class Counted {
    private final Map<String, PendingEvents> events = new LinkedHashMap<>();

    private final Enrolments enrolments;

    private Counted(Enrolments enrolments) {
      this.enrolments = enrolments;
    }

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

    /** Counts the achievements of users from scratch, after {@link #finish}. */
    void recountAchievements(Set<String> users) {
      var recounted = new UsersRecounted(Cause.WITHDRAWAL, users, enrolments);
      recounts.fire(recounted);
      for (var user : users) {
        announce(user, PendingEvents.traced(recounted.frames(user)));
      }
    }

    /** Called last: other transactions of the users' logs wait from then on. */
    void appendToLog() {
      log.append(events);
    }
  }
}
