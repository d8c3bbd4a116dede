package dev.laurel.submission.grading;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import dev.laurel.course.Classes;
import dev.laurel.course.Enrolments;
import dev.laurel.course.Learners;
import dev.laurel.errors.FieldError;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.notification.NotificationLog;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.GradingFinished;
import dev.laurel.submission.GradingStarted;
import dev.laurel.submission.Outcome;
import dev.laurel.submission.Outcome.Status;
import dev.laurel.submission.SubmissionConfig;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.SubmissionRequest;
import dev.laurel.submission.results.Revisions;
import dev.laurel.submission.results.SubmissionRow;
import dev.laurel.submission.results.SubmissionTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What happens to submissions within their transaction. */
@ApplicationScoped
class Grading {
  private final Learners learners;
  private final Classes classes;
  private final Standings standings;
  private final NotificationLog log;
  private final SubmissionConfig config;
  private final Clock clock;
  private final SubmissionTable table;
  private final Event<GradingStarted> arriving;
  private final Event<SubmissionGraded> graded;
  private final Event<GradingFinished> settled;

  Grading(
      Learners learners,
      Classes classes,
      Standings standings,
      NotificationLog log,
      SubmissionConfig config,
      Clock clock,
      SubmissionTable table,
      Event<GradingStarted> arriving,
      Event<SubmissionGraded> graded,
      Event<GradingFinished> settled) {
    this.learners = learners;
    this.classes = classes;
    this.standings = standings;
    this.log = log;
    this.config = config;
    this.clock = clock;
    this.table = table;
    this.arriving = arriving;
    this.graded = graded;
    this.settled = settled;
  }

  /**
   * Grades submissions in their order, within the caller's transaction. A repetition of what has
   * been committed waits for nobody, since what was answered then is never changed; nor does its
   * user become known again, who may have been erased.
   *
   * @param traces to which what users are told belongs
   */
  List<Outcome> grade(List<SubmissionRequest> requests, TransactionTraces traces) {
    var received = table.revisions(requests);
    var known = new HashMap<SubmissionRequest, Outcome>();
    requests.forEach(
        request -> known(request, received).ifPresent(outcome -> known.put(request, outcome)));
    var rest = requests.stream().filter(request -> !known.containsKey(request)).toList();
    var graded = rest.isEmpty() ? Collections.<Outcome>emptyIterator() : lockAndGrade(rest, traces);
    return requests.stream()
        .map(request -> known.containsKey(request) ? known.get(request) : graded.next())
        .toList();
  }

  /** What is answered to what was received before; empty when it is news. */
  private Optional<Outcome> known(SubmissionRequest request, Revisions received) {
    return received
        .find(request.source(), request.submissionId(), request.revision())
        .map(row -> row.toOutcome(Status.duplicate))
        .or(() -> received.settled(request).map(newest -> settled(request, newest)));
  }

  private Outcome settled(SubmissionRequest request, int newest) {
    return request.revision() > newest
        ? Outcome.rejected(
            request.submissionId(),
            request.revision(),
            List.of(new FieldError("revision", "follows a result that is not kept any more")))
        : Outcome.of(
            request.submissionId(),
            request.revision(),
            Status.duplicate,
            0,
            standings.points(Board.GLOBAL, request.user().id()),
            List.of());
  }

  private Iterator<Outcome> lockAndGrade(
      List<SubmissionRequest> requests, TransactionTraces traces) {
    var users = new TreeMap<String, String>();
    requests.forEach(request -> users.put(request.user().id(), request.user().username()));
    learners.lock(users);
    // Whoever waited for the lock sees what the one before has committed, so a repetition is always
    // recognised.
    var revisions = table.revisions(requests);
    var news = requests.stream().filter(revisions::isNews).toList();
    rename(news);
    var enrolments = enrol(users.keySet(), news);
    var submissions = inTheirCalendars(requests);
    arriving.fire(new GradingStarted(submissions, enrolments));
    var announcements = new Announcements(traces);
    var outcomes = new ArrayList<Outcome>();
    for (int i = 0; i < requests.size(); i++) {
      var submission = submissions.get(i);
      outcomes.add(
          known(requests.get(i), revisions)
              .orElseGet(() -> grade(submission, revisions, announcements)));
    }
    settled.fire(new GradingFinished());
    table.write();
    log.append(announcements.byUser());
    return outcomes.iterator();
  }

  private void rename(List<SubmissionRequest> requests) {
    var names = new HashMap<String, String>();
    requests.forEach(request -> names.put(request.user().id(), request.user().username()));
    learners.rename(names);
  }

  private Enrolments enrol(Set<String> users, List<SubmissionRequest> requests) {
    var usersByClass =
        requests.stream()
            .filter(request -> request.classId() != null)
            .collect(
                groupingBy(
                    SubmissionRequest::classId,
                    TreeMap::new,
                    mapping(request -> request.user().id(), toCollection(TreeSet<String>::new))));
    return classes.enrol(users, usersByClass);
  }

  private List<GradedSubmission> inTheirCalendars(List<SubmissionRequest> requests) {
    var now = clock.instant();
    var zones =
        classes.timeZones(
            requests.stream()
                .map(SubmissionRequest::classId)
                .filter(Objects::nonNull)
                .collect(toSet()));
    return requests.stream()
        .map(request -> request.graded(zones.apply(request.classId()), config.passMark(), now))
        .toList();
  }

  /**
   * @param announcements what the submissions before it have brought, to which this one adds
   */
  private Outcome grade(
      GradedSubmission submission, Revisions revisions, Announcements announcements) {
    var current = revisions.current(submission);
    if (current.isPresent()) {
      var errors = contradictions(submission, current.get());
      if (!errors.isEmpty()) {
        return Outcome.rejected(submission.submissionId(), submission.revision(), errors);
      }
    }
    var row = new SubmissionRow(submission);
    if (current.filter(later -> later.graded.revision() > submission.revision()).isPresent()) {
      row.outcome = Status.superseded;
      row.totalPoints = totalPoints(submission);
    } else {
      var event = accept(row, submission, current.orElse(null));
      announcements.add(event);
    }
    table.add(row);
    revisions.add(row);
    return row.toOutcome(row.outcome);
  }

  private SubmissionGraded accept(
      SubmissionRow row, GradedSubmission submission, SubmissionRow replaced) {
    if (replaced != null) {
      table.retire(replaced);
    }
    var event = new SubmissionGraded(submission, replaced == null ? null : replaced.graded);
    graded.fire(event);
    row.current = true;
    row.outcome = Status.accepted;
    row.pointsEarned = event.pointsEarned();
    row.totalPoints = totalPoints(submission);
    row.achievements = event.achievements();
    return event;
  }

  private long totalPoints(GradedSubmission submission) {
    return standings.tally(Board.GLOBAL, submission.userId()).points();
  }

  /**
   * A regrade is about the same work of the same user; anything else is a mix-up at the grader's.
   */
  private static List<FieldError> contradictions(
      GradedSubmission submission, SubmissionRow current) {
    var errors = new ArrayList<FieldError>();
    if (!submission.userId().equals(current.graded.userId())) {
      errors.add(
          new FieldError("user.id", "is not the user of the revision that this one follows"));
    }
    if (!submission.problem().id().equals(current.graded.problem().id())) {
      errors.add(
          new FieldError("problem.id", "is not the problem of the revision that this one follows"));
    }
    return errors;
  }
}
