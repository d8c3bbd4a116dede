package dev.laurel.submission;

import static java.util.stream.Collectors.toCollection;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.course.Learners;
import dev.laurel.errors.Hundredths;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.notification.NotificationLog;
import dev.laurel.notification.PendingEvents;
import dev.laurel.submission.SubmissionGraded.Cause;
import dev.laurel.submission.results.Revisions;
import dev.laurel.submission.results.Submission;
import dev.laurel.submission.results.SubmissionBatch;
import dev.laurel.submission.results.SubmissionName;
import io.opentelemetry.api.trace.Span;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Withdraws and releases results that were received before, by the same observers that count new
 * ones, with the users locked. All methods block. Over 200 lines, since both share one way.
 */
@ApplicationScoped
class Corrections {
  /** Results released in one transaction. */
  private static final int CHUNK = 100;

  /**
   * The effect of a withdrawal.
   *
   * @param pointsEarned the change of the user's points; 0 if the result did not count
   */
  @RegisterForReflection
  record Withdrawal(
      String source,
      String submissionId,
      @Hundredths int pointsEarned,
      @Hundredths long totalPoints) {}

  private final Learners learners;
  private final Participants participants;
  private final SubmissionBatch batch;
  private final Event<GradingStarted> started;
  private final Event<SubmissionGraded> graded;
  private final Event<GradingFinished> finished;
  private final Standings standings;
  private final NotificationLog log;
  private final Audit audit;

  Corrections(
      Learners learners,
      Participants participants,
      SubmissionBatch batch,
      Event<GradingStarted> started,
      Event<SubmissionGraded> graded,
      Event<GradingFinished> finished,
      Standings standings,
      NotificationLog log,
      Audit audit) {
    this.learners = learners;
    this.participants = participants;
    this.batch = batch;
    this.started = started;
    this.graded = graded;
    this.finished = finished;
    this.standings = standings;
    this.log = log;
    this.audit = audit;
  }

  /** The class of a submission; null outside classes, and for an unknown one. */
  String classOf(SubmissionName name) {
    return QuarkusTransaction.joiningExisting()
        .call(() -> Submission.newest(name).map(row -> row.graded.classId()).orElse(null));
  }

  /**
   * Makes a submission count no longer, as if it had never been. A later revision counts again.
   *
   * @return empty for an unknown submission
   */
  Optional<Withdrawal> withdraw(SubmissionName name) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var known = Submission.newest(name);
              if (known.isEmpty()) {
                return Optional.empty();
              }
              var user = known.get().graded.userId();
              var events = change(List.of(known.get()), this::withdraw);
              audit.recordOfUser(
                  AuditAction.RESULT_WITHDRAWN,
                  user,
                  name.source() + " " + name.submissionId().strip());
              return Optional.of(
                  new Withdrawal(
                      name.source(),
                      name.submissionId(),
                      events.stream().mapToInt(SubmissionGraded::pointsEarned).sum(),
                      standings.storedTally(Board.GLOBAL, user).points()));
            });
  }

  private Optional<SubmissionGraded> withdraw(SubmissionRequest request, Revisions revisions) {
    revisions.held(request).ifPresent(batch::release);
    revisions
        .newest(request)
        .ifPresent(
            newest -> {
              newest.withdrawn = true;
              batch.change(newest);
            });
    return revisions
        .current(request)
        .map(
            row -> {
              batch.retire(row);
              return SubmissionGraded.ofWithdrawal(row.graded);
            });
  }

  /**
   * Counts and announces the results of a class for an exercise that were kept back.
   *
   * @param source null for those of all graders
   * @return how many
   */
  int release(String classId, String problemId, String source) {
    QuarkusTransaction.requiringNew()
        .run(() -> audit.record(AuditAction.RESULTS_RELEASED, classId, problemId));
    int released = 0;
    for (var next = releaseSome(classId, problemId, source);
        next > 0;
        next = releaseSome(classId, problemId, source)) {
      released += next;
    }
    return released;
  }

  private int releaseSome(String classId, String problemId, String source) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var held = Submission.held(classId, problemId, source, CHUNK);
              change(held, this::release);
              return held.size();
            });
  }

  private Optional<SubmissionGraded> release(SubmissionRequest request, Revisions revisions) {
    var held = revisions.held(request);
    held.ifPresent(batch::release);
    // One that was overtaken while this transaction waited for its user is not announced any more.
    return held.map(
        row -> {
          var replaced = revisions.current(request);
          replaced.ifPresent(batch::retire);
          return SubmissionGraded.ofRelease(
              row.graded, replaced.map(before -> before.graded).orElse(null));
        });
  }

  /**
   * Changes results after locking their users, and reading them again.
   *
   * @param change returns what observers are to count; empty if they have nothing to count
   */
  private List<SubmissionGraded> change(
      List<Submission> rows,
      BiFunction<SubmissionRequest, Revisions, Optional<SubmissionGraded>> change) {
    var users =
        rows.stream().map(row -> row.graded.userId()).collect(toCollection(TreeSet::new)).stream()
            .filter(learners::lockKnown)
            .toList();
    var requests =
        rows.stream()
            .filter(row -> users.contains(row.graded.userId()))
            .map(row -> SubmissionRequest.of(row.graded))
            .toList();
    if (requests.isEmpty()) {
      return List.of();
    }
    var revisions = batch.revisions(requests);
    started.fire(new GradingStarted(requests, participants.enrol(users, List.of())));
    var events = new ArrayList<SubmissionGraded>();
    var frames = new HashMap<String, PendingEvents>();
    for (var request : requests) {
      var found = change.apply(request, revisions);
      if (found.isEmpty()) {
        continue;
      }
      var event = found.get();
      events.add(event);
      graded.fire(event);
      if (event.cause() == Cause.release) {
        batch.count(revisions.revision(request));
      }
      var pending = new PendingEvents(event.frames(), null, Span.current().getSpanContext());
      frames.merge(event.submission().userId(), pending, PendingEvents::and);
    }
    finished.fire(new GradingFinished());
    batch.flush();
    log.append(frames);
    return events;
  }
}
