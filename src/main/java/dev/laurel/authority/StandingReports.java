package dev.laurel.authority;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.laurel.achievement.Achievements;
import dev.laurel.course.Classes;
import dev.laurel.course.Learners;
import dev.laurel.course.NameSource;
import dev.laurel.course.UserName;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.ProblemException;
import dev.laurel.submission.Balances;
import dev.laurel.submission.Outcome;
import dev.laurel.submission.Outcome.Status;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Receives what another back end reports of the users of a class. Blocks. */
@ApplicationScoped
class StandingReports {
  /** The effect of a report. The names are those of the wire. */
  enum Result {
    /** It counts. */
    accepted,
    /** Its numbers were known. */
    unchanged,
    /** It is stored for the comparison, but Laurel's numbers count in the class. */
    kept,
    /** It is older than what was reported before, or of a user who was erased. */
    ignored
  }

  private final AuthorityBulk bulk;
  private final Balances balances;
  private final Achievements awards;
  private final Learners learners;
  private final Classes classes;
  private final Clock clock;

  StandingReports(
      AuthorityBulk bulk,
      Balances balances,
      Achievements awards,
      Learners learners,
      Classes classes,
      Clock clock) {
    this.bulk = bulk;
    this.balances = balances;
    this.awards = awards;
    this.learners = learners;
    this.classes = classes;
    this.clock = clock;
  }

  /**
   * Stores reports, all or none. Nobody is notified.
   *
   * @param path of a report in the request, by its index, which its errors are named by
   * @return what became of them, in their order
   * @throws ProblemException 400 with all that is wrong; 409, if the class is archived
   */
  @Transactional
  List<Result> put(String classId, List<StandingReport> reports, Function<Integer, String> path) {
    classes.requireNotArchived(Set.of(classId));
    refuse(classId, reports, path);
    var erased =
        reports.stream()
            .map(report -> report.user().id())
            .filter(user -> balances.isErased(ReportedStanding.of(classId, user).item()))
            .collect(toSet());
    var now = clock.instant();
    var names = new HashMap<String, UserName>();
    var users = new TreeSet<String>();
    for (var report : reports) {
      var user = report.user();
      if (!erased.contains(user.id()) && users.add(user.id()) && user.username() != null) {
        names.put(user.id(), new UserName(user.username(), now));
      }
    }
    if (!users.isEmpty()) {
      learners.lock(users, NameSource.grader, names);
    }
    var results = new ArrayList<Result>();
    var rows = new ArrayList<ReportedStanding>();
    for (var report : reports) {
      var row = erased.contains(report.user().id()) ? null : row(classId, report);
      if (row == null || report.isOlderThan(row)) {
        results.add(Result.ignored);
      } else {
        report.updateInto(row, now);
        results.add(null);
        rows.add(row);
      }
    }
    ReportedStanding.flush();
    var outcomes = balances.putReported(rows.stream().map(ReportedStanding::item).toList());
    fillIn(classId, reports, path, results, outcomes);
    return results;
  }

  private void refuse(
      String classId, List<StandingReport> reports, Function<Integer, String> path) {
    var errors = new ArrayList<FieldError>();
    var seen = new TreeSet<String>();
    var ids =
        reports.stream()
            .filter(report -> report.achievements() != null)
            .flatMap(report -> report.achievements().stream())
            .map(StandingReport.Award::id)
            .collect(toSet());
    var unknown = ids.isEmpty() ? Set.<String>of() : awards.unknown(classId, ids);
    var now = clock.instant();
    for (int i = 0; i < reports.size(); i++) {
      var report = reports.get(i);
      var prefix = path.apply(i);
      if (!seen.add(report.user().id())) {
        errors.add(new FieldError(prefix + "user.id", "is in the list already"));
      }
      report
          .contradictions(now)
          .forEach(error -> errors.add(new FieldError(prefix + error.field(), error.message())));
      for (int j = 0; report.achievements() != null && j < report.achievements().size(); j++) {
        if (unknown.contains(report.achievements().get(j).id())) {
          errors.add(
              new FieldError(
                  prefix + "achievements[" + j + "].id",
                  "is no achievement of the class or of everybody: define it first"));
        }
      }
    }
    ProblemException.refuse(errors);
  }

  private static ReportedStanding row(String classId, StandingReport report) {
    var user = report.user().id();
    return ReportedStanding.find(classId, user)
        .orElseGet(() -> ReportedStanding.create(classId, user));
  }

  private void fillIn(
      String classId,
      List<StandingReport> reports,
      Function<Integer, String> path,
      List<Result> results,
      List<Outcome> outcomes) {
    // Also of users for whom the change to it goes on: awards stay whatever counts.
    boolean elsewhere =
        bulk.find(classId).filter(state -> state.authority().isElsewhere()).isPresent();
    var next = outcomes.iterator();
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) == null) {
        var outcome = next.next();
        if (outcome.outcome() == Status.rejected) {
          var prefix = path.apply(i);
          throw ProblemException.badRequest(
              outcome.errors().stream()
                  .map(error -> new FieldError(prefix + error.field(), error.message()))
                  .toList());
        }
        results.set(i, result(outcome.outcome()));
        if (elsewhere && reports.get(i).achievements() != null) {
          award(classId, reports.get(i));
        }
      }
    }
  }

  private static Result result(Status status) {
    return switch (status) {
      case accepted -> Result.accepted;
      case kept -> Result.kept;
      default -> Result.unchanged;
    };
  }

  private void award(String classId, StandingReport report) {
    awards.awardReported(
        classId,
        report.user().id(),
        report.achievements().stream()
            .collect(toMap(StandingReport.Award::id, StandingReport.Award::earnedAt)));
  }
}
