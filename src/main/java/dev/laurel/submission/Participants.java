package dev.laurel.submission;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import dev.laurel.course.Classes;
import dev.laurel.course.ClosedClasses;
import dev.laurel.course.Enrolments;
import dev.laurel.course.Learners;
import dev.laurel.course.NameSource;
import dev.laurel.course.UserName;
import dev.laurel.course.team.TeamBatch;
import dev.laurel.rules.RulesBatch;
import dev.laurel.submission.results.AttemptBatch;
import dev.laurel.submission.results.CurrentResults;
import dev.laurel.submission.results.Revisions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** The users and classes of a transaction's submissions: locks, names, memberships, calendars. */
@ApplicationScoped
class Participants {
  private final Learners learners;
  private final Classes classes;
  private final ClosedClasses closed;
  private final CurrentResults results;
  private final RulesBatch rules;
  private final TeamBatch teams;
  private final SubmissionConfig config;
  private final Clock clock;

  Participants(
      Learners learners,
      Classes classes,
      ClosedClasses closed,
      CurrentResults results,
      RulesBatch rules,
      TeamBatch teams,
      SubmissionConfig config,
      Clock clock) {
    this.learners = learners;
    this.classes = classes;
    this.closed = closed;
    this.results = results;
    this.rules = rules;
    this.teams = teams;
    this.config = config;
    this.clock = clock;
  }

  /** Locks the users of submissions until the end of the transaction, creating new users. */
  void lock(List<SubmissionRequest> requests) {
    var names = names(requests);
    learners.lock(new TreeSet<>(names.keySet()), NameSource.grader, names);
  }

  /**
   * The names that submissions have for users who have other names, but for those that are late:
   * the user has a result that was graded later. Called before the submissions are stored.
   */
  Map<String, UserName> newNames(List<SubmissionRequest> requests) {
    var names = names(requests.stream().filter(Participants::names).toList());
    var users = learners.toRename(NameSource.grader, names);
    names.keySet().retainAll(users);
    if (!users.isEmpty()) {
      var newest = results.newest(users);
      names
          .entrySet()
          .removeIf(
              name ->
                  newest.getOrDefault(name.getKey(), Instant.MIN).isAfter(name.getValue().at()));
    }
    return names;
  }

  /** Renames users. Other transactions that rename wait for the end of this one. */
  void rename(Map<String, UserName> names) {
    learners.rename(NameSource.grader, names);
  }

  /** Puts users into the teams of their classes that the submissions name. */
  void assignTeams(List<SubmissionRequest> requests) {
    var now = clock.instant();
    teams.assign(
        requests.stream()
            .filter(request -> request.team() != null)
            .map(
                request ->
                    new TeamBatch.Assignment(
                        request.classId(),
                        request.user().id(),
                        request.team(),
                        request.gradedAt() == null ? now : request.gradedAt()))
            .toList());
  }

  /** Adjustments do not name their users. */
  private static boolean names(SubmissionRequest request) {
    return request.kind().isResult();
  }

  private Map<String, UserName> names(List<SubmissionRequest> requests) {
    var now = clock.instant();
    var names = new HashMap<String, UserName>();
    for (var request : requests) {
      var at = request.gradedAt() == null ? now : request.gradedAt();
      names.merge(
          request.user().id(), new UserName(request.user().username(), at), UserName::orLater);
    }
    return names;
  }

  /**
   * Enrols users as students of the classes of their submissions.
   *
   * @return all memberships of {@code users}
   */
  Enrolments enrol(Collection<String> users, List<SubmissionRequest> requests) {
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

  /**
   * The reasons why classes of submissions, and of the results that these replace, take none, by
   * the id of each that takes none.
   */
  Map<String, String> closed(List<SubmissionRequest> requests, Revisions revisions) {
    return closed.reasons(
        requests.stream().flatMap(request -> revisions.classes(request).stream()).collect(toSet()));
  }

  /**
   * True if a result of a user in a class does not count, since another back end's numbers do. For
   * a user who is locked, and enrolled in the class.
   */
  boolean keeps(String classId, String user) {
    return rules.keeps(classId, user);
  }

  /** By how many percent a score may be above its maximum, by class, which may be null. */
  ToIntFunction<String> extraCredit(List<SubmissionRequest> requests) {
    rules.readAhead(
        requests.stream()
            .filter(request -> request.score() > request.maxScore())
            .map(SubmissionRequest::classId)
            .toList());
    return classId -> rules.of(classId).extraCredit();
  }

  /** The time zones of the classes of submissions, by their ids; of null that of no class. */
  Function<String, ZoneId> timeZones(List<SubmissionRequest> requests) {
    return classes.timeZones(
        requests.stream()
            .map(SubmissionRequest::classId)
            .filter(Objects::nonNull)
            .collect(toSet()));
  }

  /** The defaults of a transaction's submissions, for what graders leave to the service. */
  Defaults defaults(List<SubmissionRequest> requests, AttemptBatch attempts) {
    return new Defaults(timeZones(requests), attempts, config.passMark(), clock.instant());
  }
}
