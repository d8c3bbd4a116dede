package dev.laurel.achievement;

import static java.util.stream.Collectors.toSet;

import dev.laurel.achievement.criterion.Criterion.Count;
import dev.laurel.achievement.criterion.Measure;
import dev.laurel.course.Classes;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.notification.Frame;
import dev.laurel.points.PointsLedger;
import dev.laurel.streak.StreakHistory;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.results.CurrentResults;
import dev.laurel.submission.results.UsersRecounted;
import dev.laurel.submission.results.UsersRecounted.Cause;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Awards what users meet who were counted anew. Takes achievements away only when a withdrawal asks
 * for it: those that were earned, not granted, and that the rest of the results does not meet.
 */
@ApplicationScoped
class RecountAwards {
  /** The causes for which all is counted. */
  private static final Set<Cause> ALL = Set.of(Cause.WITHDRAWAL, Cause.AUTHORITY);

  private static final String REASON = "A result was withdrawn.";

  private final Definitions definitions;
  private final AwardBatch batch;
  private final Awards awards;
  private final Standings standings;
  private final StreakHistory streaks;
  private final CurrentResults results;
  private final Classes classes;
  private final PointsLedger ledger;

  RecountAwards(
      Definitions definitions,
      AwardBatch batch,
      Awards awards,
      Standings standings,
      StreakHistory streaks,
      CurrentResults results,
      Classes classes,
      PointsLedger ledger) {
    this.definitions = definitions;
    this.batch = batch;
    this.awards = awards;
    this.standings = standings;
    this.streaks = streaks;
    this.results = results;
    this.classes = classes;
    this.ledger = ledger;
  }

  void award(@Observes @Priority(SubmissionGraded.Order.ACHIEVEMENTS) UsersRecounted recounted) {
    var users = recounted.users();
    read(recounted);
    for (var user : users) {
      recounted.had(user, null, standings.loadedTally(Board.GLOBAL, user).points());
      if (recounted.cause() == Cause.WITHDRAWAL) {
        revoke(user, recounted);
      }
      awards.award(
          user,
          goal -> batch.metAt(user, goal),
          frame -> recounted.announce(user, frame),
          achievement -> {});
    }
    batch.flush();
    ledger.flush();
  }

  private void read(UsersRecounted recounted) {
    var users = recounted.users();
    var enrolments = recounted.enrolments();
    var classIds =
        users.stream().flatMap(user -> enrolments.ofUser(user).keySet().stream()).collect(toSet());
    batch.read(definitions.goals(classIds), users, enrolments);
    standings.load(users, enrolments);
    boolean all = ALL.contains(recounted.cause());
    var changed = batch.goals().stream().filter(goal -> isConcerned(goal, recounted)).toList();
    if (all
        || changed.stream().flatMap(goal -> goal.criterion().counts()).anyMatch(Count::isStreak)) {
      streaks.load(users, enrolments);
    }
    var counted =
        users.stream()
            .filter(
                user ->
                    all
                        || changed.stream()
                            .anyMatch(
                                goal ->
                                    goal.criterion().needsResults() && batch.isOpen(user, goal)))
            .toList();
    if (!counted.isEmpty()) {
      batch.readResults(counted, Set.of());
    }
  }

  /** True if what was counted anew may be what meets the criterion. */
  private static boolean isConcerned(Goal goal, UsersRecounted recounted) {
    return goal.criterion()
        .counts()
        .anyMatch(
            count ->
                switch (recounted.cause()) {
                  case STREAKS -> count.isStreak();
                  case RULES -> count.measure() == Measure.points;
                  case WITHDRAWAL, AUTHORITY -> true;
                });
  }

  private void revoke(String user, UsersRecounted recounted) {
    var earned = EarnedAchievement.ofUser(user);
    var uncertain = uncertain(user, earned);
    var candidates =
        earned.stream()
            .filter(row -> row.reason == null && row.reportedBy == null)
            .filter(row -> !uncertain.contains(row.achievementId))
            .toList();
    var known = goals(candidates);
    var lost = notMet(user, candidates, known);
    var last =
        earned.stream()
            .filter(row -> row.points > 0 && !lost.contains(row))
            .map(row -> row.earnedAt)
            .max(Comparator.naturalOrder());
    for (var row : lost) {
      batch.lose(row);
      var definition = known.get(row.achievementId).definition();
      recounted.announce(
          user, new Frame.AchievementRevoked(definition.earned(row.earnedAt), row.points, REASON));
      // Users with achievements without points need not be on any board.
      if (row.points > 0) {
        ledger.takeBack(
            user,
            row.points,
            row.earnedAt,
            last,
            definition.id(),
            definition.name(),
            frame -> recounted.announce(user, frame));
      }
    }
  }

  /** Those that cannot be counted from scratch, or belong to a class that does not change. */
  private Set<String> uncertain(String user, List<EarnedAchievement> earned) {
    var goals = goals(earned).values();
    var archived =
        classes.archived(
            goals.stream()
                .flatMap(goal -> Stream.ofNullable(goal.definition().classId()))
                .collect(toSet()));
    boolean incomplete = results.haveExpired(user);
    return goals.stream()
        .filter(
            goal ->
                Stream.ofNullable(goal.definition().classId()).anyMatch(archived::contains)
                    || !goal.criterion().isCounted()
                    || incomplete && goal.criterion().needsResults())
        .map(Goal::id)
        .collect(toSet());
  }

  private Map<String, Goal> goals(List<EarnedAchievement> earned) {
    return definitions.goalsById(earned.stream().map(row -> row.achievementId).toList());
  }

  /**
   * Counts achievements from scratch, as if the user had none of them: the points of one may meet
   * another, but never themselves.
   */
  private List<EarnedAchievement> notMet(
      String user, List<EarnedAchievement> candidates, Map<String, Goal> goals) {
    var open = new HashSet<>(candidates);
    boolean more = true;
    while (more) {
      int missing = open.stream().mapToInt(row -> row.points).sum();
      more = open.removeIf(row -> batch.isMet(user, goals.get(row.achievementId), missing));
    }
    return candidates.stream().filter(open::contains).toList();
  }
}
