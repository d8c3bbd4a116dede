package dev.laurel.submission;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Standings;
import dev.laurel.notification.NotificationLog;
import dev.laurel.problem.FieldError;
import dev.laurel.roster.Classes;
import dev.laurel.roster.Learners;
import dev.laurel.submission.Outcome.Status;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
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
  private final EntityManager entities;
  private final Event<SubmissionsArriving> arriving;
  private final Event<SubmissionGraded> graded;

  Grading(
      Learners learners,
      Classes classes,
      Standings standings,
      NotificationLog log,
      SubmissionConfig config,
      Clock clock,
      EntityManager entities,
      Event<SubmissionsArriving> arriving,
      Event<SubmissionGraded> graded) {
    this.learners = learners;
    this.classes = classes;
    this.standings = standings;
    this.log = log;
    this.config = config;
    this.clock = clock;
    this.entities = entities;
    this.arriving = arriving;
    this.graded = graded;
  }

  /**
   * Grades submissions in their order, within the caller's transaction. A repetition of what has
   * been committed waits for nobody: what was answered then is never changed.
   */
  List<Outcome> grade(List<SubmissionRequest> requests) {
    var received = Revisions.load(requests);
    // What is read again once the users are locked must not be what was read before.
    entities.clear();
    var rest =
        requests.stream()
            .filter(
                request ->
                    received
                        .find(request.source(), request.submissionId(), request.revision())
                        .isEmpty())
            .toList();
    var graded = rest.isEmpty() ? Collections.<Outcome>emptyIterator() : lockAndGrade(rest);
    return requests.stream()
        .map(
            request ->
                received
                    .find(request.source(), request.submissionId(), request.revision())
                    .map(row -> row.toOutcome(Status.duplicate))
                    .orElseGet(graded::next))
        .toList();
  }

  private Iterator<Outcome> lockAndGrade(List<SubmissionRequest> requests) {
    var users = new TreeMap<String, String>();
    requests.forEach(request -> users.put(request.user().id(), request.user().username()));
    learners.lock(users);
    // Whoever waited for the lock sees what the one before has committed, so a repetition is always
    // recognised.
    var revisions = Revisions.load(requests);
    var news = requests.stream().filter(revisions::isNews).toList();
    rename(news);
    enrol(news);
    var submissions = inTheirCalendars(requests);
    log.open(users.keySet());
    arriving.fire(new SubmissionsArriving(submissions));
    return submissions.stream().map(submission -> grade(submission, revisions)).toList().iterator();
  }

  private void rename(List<SubmissionRequest> requests) {
    var names = new HashMap<String, String>();
    requests.forEach(request -> names.put(request.user().id(), request.user().username()));
    learners.rename(names);
  }

  private void enrol(List<SubmissionRequest> requests) {
    var usersByClass =
        requests.stream()
            .filter(request -> request.classId() != null)
            .collect(
                groupingBy(
                    SubmissionRequest::classId,
                    TreeMap::new,
                    mapping(request -> request.user().id(), toCollection(TreeSet<String>::new))));
    if (!usersByClass.isEmpty()) {
      classes.enrol(usersByClass);
    }
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

  private Outcome grade(GradedSubmission submission, Revisions revisions) {
    var repeated =
        revisions.find(submission.source(), submission.submissionId(), submission.revision());
    if (repeated.isPresent()) {
      return repeated.get().toOutcome(Status.duplicate);
    }
    var current = revisions.current(submission);
    if (current.isPresent()) {
      var errors = contradictions(submission, current.get());
      if (!errors.isEmpty()) {
        return Outcome.rejected(submission.submissionId(), submission.revision(), errors);
      }
    }
    var row = SubmissionRow.of(submission, clock.instant());
    if (current.filter(later -> later.revision > submission.revision()).isPresent()) {
      row.outcome = Status.superseded;
      row.totalPoints = totalPoints(submission);
    } else {
      accept(row, submission, current.orElse(null));
    }
    row.persist();
    revisions.add(row);
    return row.toOutcome(row.outcome);
  }

  private void accept(SubmissionRow row, GradedSubmission submission, SubmissionRow replaced) {
    if (replaced != null) {
      replaced.current = false;
    }
    var event = new SubmissionGraded(submission, replaced == null ? null : replaced.toGraded());
    graded.fire(event);
    log.append(submission.userId(), event.frames());
    row.current = true;
    row.outcome = Status.accepted;
    row.pointsEarned = event.pointsEarned();
    row.totalPoints = totalPoints(submission);
    row.achievements = event.achievements().toArray(String[]::new);
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
    if (!submission.userId().equals(current.userId)) {
      errors.add(
          new FieldError("user.id", "is not the user of the revision that this one follows"));
    }
    if (!submission.problem().id().equals(current.problemId)) {
      errors.add(
          new FieldError("problem.id", "is not the problem of the revision that this one follows"));
    }
    return errors;
  }
}
