package dev.laurel.submission;

import static java.util.stream.Collectors.toSet;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.course.Classes;
import dev.laurel.course.Learners;
import dev.laurel.errors.Hundredths;
import dev.laurel.errors.ProblemException;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.notification.PendingEvents;
import dev.laurel.sql.Chunks;
import dev.laurel.submission.SubmissionGraded.Cause;
import dev.laurel.submission.results.Revisions;
import dev.laurel.submission.results.Submission;
import dev.laurel.submission.results.SubmissionBatch;
import dev.laurel.submission.results.SubmissionName;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Stream;

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
   * @param pointsEarned the change of the user's points, of a team's members together; 0 if the
   *     result did not count
   * @param totalPoints the user's points afterwards; null for a team
   */
  @RegisterForReflection
  record Withdrawal(
      String source,
      String submissionId,
      @Hundredths long pointsEarned,
      @Hundredths Long totalPoints) {}

  private final Learners learners;
  private final Classes classes;
  private final Participants participants;
  private final SubmissionBatch batch;
  private final GradingTransaction transaction;
  private final Standings standings;
  private final Audit audit;

  Corrections(
      Learners learners,
      Classes classes,
      Participants participants,
      SubmissionBatch batch,
      GradingTransaction transaction,
      Standings standings,
      Audit audit) {
    this.learners = learners;
    this.classes = classes;
    this.participants = participants;
    this.batch = batch;
    this.transaction = transaction;
    this.standings = standings;
    this.audit = audit;
  }

  /** The newest revision of a submission; empty for an unknown one. */
  Optional<GradedSubmission> find(SubmissionName name) {
    return QuarkusTransaction.joiningExisting()
        .call(() -> Submission.newest(name).map(row -> row.graded));
  }

  /**
   * Makes a submission count no longer, as if it had never been. A later revision counts again.
   *
   * @param recount whether achievements that the rest of the results does not meet go too
   * @return empty for an unknown submission
   * @throws ProblemException 409, if its class is archived
   */
  Optional<Withdrawal> withdraw(SubmissionName name, boolean recount) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              if (Submission.newest(name).filter(Submission::isOfTeam).isPresent()) {
                batch.lockTeams(Set.of(name));
              }
              var known = Submission.effective(name);
              if (known.isEmpty()) {
                return Optional.empty();
              }
              var users = known.stream().map(row -> row.graded.userId()).distinct().toList();
              var events = change(known, this::withdraw, recount);
              users.forEach(
                  user ->
                      audit.recordOfUser(
                          AuditAction.RESULT_WITHDRAWN,
                          user,
                          name.source() + " " + name.submissionId().strip()));
              return Optional.of(
                  new Withdrawal(
                      name.source(),
                      name.submissionId(),
                      events.stream().mapToLong(SubmissionGraded::pointsEarned).sum(),
                      known.get(0).isOfTeam()
                          ? null
                          : standings.storedTally(Board.GLOBAL, users.get(0)).points()));
            });
  }

  private Optional<SubmissionGraded> withdraw(SubmissionRequest request, Revisions revisions) {
    classes.requireNotArchived(revisions.classes(request));
    revisions.held(request).ifPresent(batch::release);
    revisions
        .newestOfMember(request)
        .ifPresent(
            newest -> {
              newest.withdrawn = true;
              batch.change(newest);
            });
    return revisions
        .current(request)
        .map(
            row -> {
              boolean counts = row.counts();
              batch.retire(row);
              return counts ? SubmissionGraded.ofWithdrawal(row.graded) : null;
            });
  }

  /**
   * Counts and announces the results of a class for an exercise that are held back.
   *
   * @param source null for those of all graders
   * @return how many
   * @throws ProblemException 409, if the class is archived
   */
  int release(String classId, String problemId, String source) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              classes.requireNotArchived(Set.of(classId));
              audit.record(AuditAction.RESULTS_RELEASED, classId, problemId);
            });
    var released = new AtomicInteger();
    Chunks.repeat(
        () -> {
          var held = Submission.held(classId, problemId, source, CHUNK);
          released.addAndGet(released(change(withTeams(held), this::releaseOrLeave, false)));
          return !held.isEmpty();
        },
        () -> true);
    return released.get();
  }

  /** Results that are kept back; of a team all rows, and those of members who leave by it. */
  private List<Submission> withTeams(List<Submission> held) {
    var teams = held.stream().filter(Submission::isOfTeam).map(SubmissionName::of).collect(toSet());
    if (teams.isEmpty()) {
      return held;
    }
    batch.lockTeams(teams);
    return Stream.concat(
            held.stream().filter(row -> !row.isOfTeam()),
            teams.stream().flatMap(Corrections::heldAndLeaving))
        .toList();
  }

  /** Nobody leaves a team whose result was released, or graded again, while this waited for it. */
  private static Stream<Submission> heldAndLeaving(SubmissionName team) {
    var held = Submission.held(team);
    return held.isEmpty()
        ? Stream.empty()
        : Stream.concat(held.stream(), Submission.leaving(team).stream());
  }

  /**
   * Counts each result once, also that of a team; without those overtaken since they were found.
   */
  private static int released(List<SubmissionGraded> events) {
    return (int)
        events.stream()
            .filter(event -> event.cause() == Cause.release)
            .map(event -> SubmissionName.of(event.submission()))
            .distinct()
            .count();
  }

  /** Releases a member's part of a team's revision, or withdraws that of one who is not in it. */
  private Optional<SubmissionGraded> releaseOrLeave(
      SubmissionRequest request, Revisions revisions) {
    return request.isOfTeam() && revisions.held(request).isEmpty()
        ? withdraw(request, revisions)
        : release(request, revisions);
  }

  private Optional<SubmissionGraded> release(SubmissionRequest request, Revisions revisions) {
    // One that was overtaken while this transaction waited for its user is not announced any more.
    // If another revision is kept back by now, maybe of another class, it is not the one found.
    return revisions
        .held(request)
        .filter(row -> row.revision == request.revision())
        .map(
            row -> {
              batch.release(row);
              var replaced = revisions.current(request);
              var counting = replaced.filter(Submission::counts).map(before -> before.graded);
              replaced.ifPresent(batch::retire);
              return SubmissionGraded.ofRelease(row.graded, counting.orElse(null));
            });
  }

  /** Counts a change, or keeps a released result; returns what observers have counted. */
  private Optional<SubmissionGraded> fire(
      SubmissionGraded event,
      SubmissionRequest request,
      Revisions revisions,
      GradingTransaction.Counted counted) {
    var result = event.submission();
    boolean release = event.cause() == Cause.release;
    boolean kept = release && participants.keeps(result.classId(), result.userId());
    var fired = kept ? event.replaced().map(SubmissionGraded::ofWithdrawal) : Optional.of(event);
    fired.ifPresent(counted::fire);
    if (release) {
      batch.count(revisions.row(request), kept);
    }
    return fired;
  }

  /**
   * Changes results after locking their users, and reading them again.
   *
   * @param change returns what observers are to count; empty if they have nothing to count
   * @param recount whether achievements are counted from scratch
   */
  private List<SubmissionGraded> change(
      List<Submission> rows,
      BiFunction<SubmissionRequest, Revisions, Optional<SubmissionGraded>> change,
      boolean recount) {
    var users = learners.lockKnown(rows.stream().map(row -> row.graded.userId()).collect(toSet()));
    var requests =
        rows.stream()
            .filter(row -> users.contains(row.graded.userId()))
            .map(SubmissionRequest::of)
            .toList();
    if (requests.isEmpty()) {
      return List.of();
    }
    var revisions = batch.revisions(requests);
    var counted = transaction.start(requests, participants.enrol(users, List.of()), revisions);
    var events = new ArrayList<SubmissionGraded>();
    for (var request : requests) {
      change
          .apply(request, revisions)
          .ifPresent(
              event -> {
                events.add(event);
                fire(event, request, revisions, counted)
                    .ifPresent(
                        fired ->
                            counted.announce(
                                fired.submission().userId(), PendingEvents.traced(fired.frames())));
              });
    }
    counted.finish();
    if (recount) {
      counted.recountAchievements(users);
    }
    counted.appendToLog();
    return events;
  }
}
