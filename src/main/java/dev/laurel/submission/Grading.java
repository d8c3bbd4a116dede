package dev.laurel.submission;

import static java.util.stream.Collectors.toSet;

import dev.laurel.errors.ProblemException;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.notification.PendingEvents;
import dev.laurel.outage.DatabaseWatch;
import dev.laurel.submission.Outcome.Status;
import dev.laurel.submission.results.Revisions;
import dev.laurel.submission.results.Submission;
import dev.laurel.submission.results.SubmissionBatch;
import dev.laurel.submission.results.SubmissionName;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Grades submissions, all in one transaction: lock the users, recognise repetitions, fire {@link
 * SubmissionGraded} for each result that counts, flush, append to the log. Blocks. Over 200 lines,
 * since a transaction is read best in one piece.
 */
@ApplicationScoped
class Grading {
  private static final Logger LOG = Logger.getLogger("laurel.submission");

  private final DatabaseWatch database;
  private final EntityManager entities;
  private final SubmissionBatch batch;
  private final Participants participants;
  private final GradingTransaction transaction;
  private final Standings standings;

  Grading(
      DatabaseWatch database,
      EntityManager entities,
      SubmissionBatch batch,
      Participants participants,
      GradingTransaction transaction,
      Standings standings) {
    this.database = database;
    this.entities = entities;
    this.batch = batch;
    this.participants = participants;
    this.transaction = transaction;
    this.standings = standings;
  }

  /**
   * Grades submissions in their order, and commits. If the database refuses the transaction, each
   * submission gets one of its own, so that a broken one costs no other. One that lost the race for
   * its id to another user's is tried again, and then finds the winner.
   *
   * @return the outcomes, in the same order
   * @throws ProblemException 503, while the database is away
   */
  List<Outcome> grade(List<SubmissionRequest> requests, TransactionTraces traces) {
    if (database.isAway()) {
      // Otherwise each transaction of the queue would wait for a connection until the timeout.
      throw ProblemException.unavailable();
    }
    return grade(requests, traces, any -> {});
  }

  /**
   * Grades a result in a transaction of its own, like {@link #grade}.
   *
   * @param alongside what else the transaction does, after the result is stored
   */
  Outcome grade(SubmissionRequest request, Consumer<Outcome> alongside) {
    var traces = TransactionTraces.ofRequest(request.user().id());
    return grade(List.of(request), traces, outcomes -> alongside.accept(outcomes.get(0))).get(0);
  }

  /** Grades submissions in the caller's transaction, which ends if the database refuses them. */
  List<Outcome> gradeInTransaction(List<SubmissionRequest> requests) {
    return gradeUnlessKnown(requests, TransactionTraces.none());
  }

  private List<Outcome> grade(
      List<SubmissionRequest> requests,
      TransactionTraces traces,
      Consumer<List<Outcome>> alongside) {
    try {
      return commit(requests, traces, alongside);
    } catch (PersistenceException e) {
      if (database.isCausedByOutage(e)) {
        throw e;
      }
      LOG.infof(
          "%d submissions could not be stored together, and are tried again", requests.size());
      LOG.debug("Because of this", e);
      return requests.size() == 1
          ? commit(requests, traces, alongside)
          : requests.stream()
              .flatMap(request -> grade(List.of(request), traces, alongside).stream())
              .toList();
    }
  }

  private List<Outcome> commit(
      List<SubmissionRequest> requests,
      TransactionTraces traces,
      Consumer<List<Outcome>> alongside) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var outcomes = gradeUnlessKnown(requests, traces);
              alongside.accept(outcomes);
              // A refusal by the database shows here as a PersistenceException, not as a failing
              // commit.
              entities.flush();
              return outcomes;
            });
  }

  /**
   * Answers committed repetitions without a lock, since their first answer never changes. Locking
   * would also create the user's row again, which would bring an erased user back.
   */
  private List<Outcome> gradeUnlessKnown(
      List<SubmissionRequest> requests, TransactionTraces traces) {
    var received = batch.revisions(requests);
    var known = new HashMap<SubmissionRequest, Outcome>();
    requests.forEach(
        request -> recognise(request, received).ifPresent(outcome -> known.put(request, outcome)));
    var others = requests.stream().filter(request -> !known.containsKey(request)).toList();
    Iterator<Outcome> outcomes = others.isEmpty() ? null : lockAndGrade(others, traces).iterator();
    return requests.stream()
        .map(request -> known.containsKey(request) ? known.get(request) : outcomes.next())
        .toList();
  }

  private Optional<Outcome> recognise(SubmissionRequest request, Revisions received) {
    return received.recognise(request, user -> standings.storedTally(Board.GLOBAL, user).points());
  }

  private List<Outcome> lockAndGrade(List<SubmissionRequest> requests, TransactionTraces traces) {
    var parts = parts(requests);
    participants.lock(parts);
    // Read again: a transaction that held the locks may have committed the same submissions.
    var revisions = batch.revisions(requests);
    revisions.refuse(participants.closed(requests, revisions), participants.extraCredit(requests));
    var counting =
        requests.stream()
            .filter(revisions::willCount)
            .flatMap(request -> revisions.members(request).stream())
            .toList();
    var names = participants.newNames(counting);
    var users = parts.stream().map(request -> request.user().id()).collect(toSet());
    var enrolments = participants.enrol(users, counting);
    var defaults = participants.defaults(requests, batch.attempts(parts));
    var counted = transaction.start(parts, enrolments, revisions);
    var outcomes = new ArrayList<Outcome>();
    for (var request : requests) {
      outcomes.add(
          recognise(request, revisions)
              .orElseGet(() -> grade(request, revisions, defaults, counted, traces)));
    }
    counted.finish();
    participants.rename(names);
    participants.assignTeams(counting);
    counted.appendToLog();
    return outcomes;
  }

  /**
   * The requests with those of teams taken apart: one for each member, and for each user who may
   * have to leave the team.
   */
  private List<SubmissionRequest> parts(List<SubmissionRequest> requests) {
    var ofTeams = requests.stream().filter(SubmissionRequest::isOfTeam).toList();
    if (ofTeams.isEmpty()) {
      return requests;
    }
    batch.lockTeams(ofTeams.stream().map(SubmissionName::of).collect(toSet()));
    var latest = batch.revisions(ofTeams);
    return Stream.concat(
            requests.stream()
                .flatMap(
                    request ->
                        request.isOfTeam() ? latest.members(request).stream() : Stream.of(request)),
            latest.effective().map(SubmissionRequest::of))
        .toList();
  }

  private Outcome grade(
      SubmissionRequest request,
      Revisions revisions,
      Defaults defaults,
      GradingTransaction.Counted counted,
      TransactionTraces traces) {
    var refusal = revisions.refusal(request);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    var replaced = revisions.newest(request).map(row -> row.graded);
    var leaving = revisions.leaving(request);
    var rows =
        revisions.members(request).stream()
            .map(part -> gradePart(part, replaced, revisions, defaults, counted, traces))
            .toList();
    leaving.forEach(row -> withdraw(row, counted, traces));
    return Submission.toOutcome(rows, rows.get(0).outcome);
  }

  /** Grades what a result is for one user. */
  private Submission gradePart(
      SubmissionRequest request,
      Optional<GradedSubmission> replaced,
      Revisions revisions,
      Defaults defaults,
      GradingTransaction.Counted counted,
      TransactionTraces traces) {
    var user = request.user().id();
    var own = revisions.newestOfMember(request);
    var row =
        Submission.of(
            defaults.fillIn(request, own.map(before -> before.graded), replaced), request.member());
    if (revisions.isOvertaken(request)) {
      row.outcome = Status.superseded;
      // Marked for exports: only current, held and withdrawn rows have an index by user.
      row.withdrawn = own.filter(newest -> newest.revision > row.revision).isEmpty();
    } else if (request.isHeld()) {
      revisions.held(request).ifPresent(batch::release);
      revisions.withdrawn(request).forEach(batch::supersede);
      row.held = true;
      row.outcome = Status.held;
    } else {
      revisions
          .held(request)
          .filter(held -> held.revision < row.revision)
          .ifPresent(batch::release);
      revisions.withdrawn(request).forEach(batch::supersede);
      // A regrade is as old as its arrival, not as the work that it is about.
      var gradedAt = Optional.ofNullable(request.gradedAt()).orElse(defaults.now());
      accept(row, revisions.current(request), revisions.isRepetition(request), counted)
          .ifPresent(
              event ->
                  counted.announce(
                      user, new PendingEvents(event.frames(), gradedAt, traces.of(user))));
    }
    row.totalPoints = standings.loadedTally(Board.GLOBAL, user).points();
    batch.change(row);
    revisions.add(row);
    return row;
  }

  /** Takes from a member of a team what the member has of a revision before. */
  private void withdraw(
      Submission row, GradingTransaction.Counted counted, TransactionTraces traces) {
    boolean counts = row.counts();
    batch.leave(row);
    if (counts) {
      var event = SubmissionGraded.ofWithdrawal(row.graded);
      counted.fire(event);
      var user = row.graded.userId();
      counted.announce(user, new PendingEvents(event.frames(), null, traces.of(user)));
    }
  }

  /** Returns what observers have counted; empty if nothing is to be counted. */
  private Optional<SubmissionGraded> accept(
      Submission row,
      Optional<Submission> current,
      boolean repetition,
      GradingTransaction.Counted counted) {
    var replaced = current.filter(Submission::counts).map(old -> old.graded);
    current.ifPresent(batch::retire);
    row.current = true;
    row.kept = participants.keeps(row.graded.classId(), row.graded.userId());
    if (row.kept) {
      row.outcome = Status.kept;
      var withdrawal = replaced.map(SubmissionGraded::ofWithdrawal);
      withdrawal.ifPresent(counted::fire);
      return withdrawal;
    }
    var event = SubmissionGraded.ofResult(row.graded, replaced.orElse(null));
    // The pass mark, which a repetition leaves to the service, may have changed.
    if (!repetition || event.replaced().filter(row.graded::sameGradeAs).isEmpty()) {
      counted.fire(event);
    }
    row.outcome = Status.accepted;
    row.pointsEarned = event.pointsEarned();
    row.achievements = event.achievements();
    return Optional.of(event);
  }
}
