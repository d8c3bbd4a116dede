package dev.laurel.submission;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import dev.laurel.course.Classes;
import dev.laurel.course.Enrolments;
import dev.laurel.course.Learners;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** The users and classes of a transaction's submissions: locks, names, memberships, calendars. */
@ApplicationScoped
class Participants {
  private final Learners learners;
  private final Classes classes;
  private final SubmissionConfig config;
  private final Clock clock;

  Participants(Learners learners, Classes classes, SubmissionConfig config, Clock clock) {
    this.learners = learners;
    this.classes = classes;
    this.config = config;
    this.clock = clock;
  }

  /** Locks the users of submissions until the end of the transaction, creating new users. */
  void lock(List<SubmissionRequest> requests) {
    var names = new TreeMap<String, String>();
    requests.forEach(request -> names.put(request.user().id(), request.user().username()));
    learners.lock(names);
  }

  /** Gives users the names that their submissions have for them. */
  void rename(List<SubmissionRequest> requests) {
    var names = new HashMap<String, String>();
    requests.forEach(request -> names.put(request.user().id(), request.user().username()));
    learners.rename(names);
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

  /** The results, each on its day in the calendar of its class. */
  List<GradedSubmission> inTheirCalendars(List<SubmissionRequest> requests) {
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
}
