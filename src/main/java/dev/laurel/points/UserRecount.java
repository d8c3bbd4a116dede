package dev.laurel.points;

import dev.laurel.course.Classes;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.ledger.LedgerBatch;
import dev.laurel.notification.Frame;
import dev.laurel.notification.NotificationLog;
import dev.laurel.notification.PendingEvents;
import dev.laurel.rules.RulesBatch;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.results.ResultBatch;
import dev.laurel.submission.results.UsersRecounted;
import dev.laurel.submission.results.UsersRecounted.Cause;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Counts the results of some users for some exercises anew, on all boards, and announces it. */
@ApplicationScoped
class UserRecount {
  /** The source of the change, as users read it. */
  private static final String SOURCE = "rules";

  private final Counting counting;
  private final ScoreChanges changes;
  private final ScoreBatch scores;
  private final SeasonBatch seasons;
  private final ResultBatch results;
  private final RulesBatch rules;
  private final Standings standings;
  private final Classes classes;
  private final LedgerBatch entries;
  private final Event<UsersRecounted> recounts;
  private final NotificationLog log;

  UserRecount(
      Counting counting,
      ScoreChanges changes,
      ScoreBatch scores,
      SeasonBatch seasons,
      ResultBatch results,
      RulesBatch rules,
      Standings standings,
      Classes classes,
      LedgerBatch entries,
      Event<UsersRecounted> recounts,
      NotificationLog log) {
    this.counting = counting;
    this.changes = changes;
    this.scores = scores;
    this.seasons = seasons;
    this.results = results;
    this.rules = rules;
    this.standings = standings;
    this.classes = classes;
    this.entries = entries;
    this.recounts = recounts;
    this.log = log;
  }

  /**
   * Counts, in the caller's transaction.
   *
   * @param ruled the class whose rules have changed
   * @param users who are locked
   * @param problems exercises of theirs
   */
  void count(String ruled, List<String> users, List<ResultBatch.Key> problems) {
    if (problems.isEmpty()) {
      return;
    }
    var enrolments = classes.enrolments(users);
    standings.load(users, enrolments);
    scores.readAhead(problems);
    results.readAhead(problems);
    var classIds =
        problems.stream()
            .flatMap(problem -> results.of(problem).stream())
            .map(GradedSubmission::classId)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    rules.readAhead(classIds);
    seasons.readAhead(classIds);
    var recounted = new UsersRecounted(Cause.RULES, Set.copyOf(users), enrolments);
    var before = new HashMap<String, Long>();
    for (var user : users) {
      before.put(user, total(user));
      recounted.had(user, null, total(user));
      recounted.had(user, ruled, standings.loadedTally(Board.ofClass(ruled), user).points());
    }
    problems.forEach(problem -> count(ruled, problem));
    scores.flush();
    standings.flush();
    entries.flush();
    var events = new HashMap<String, PendingEvents>();
    users.stream()
        .filter(user -> total(user) != before.get(user))
        .forEach(user -> events.put(user, event(before.get(user), total(user))));
    recounts.fire(recounted);
    users.stream()
        .filter(user -> !recounted.frames(user).isEmpty())
        .forEach(
            user ->
                events.merge(
                    user, PendingEvents.untraced(recounted.frames(user)), PendingEvents::and));
    log.append(events);
  }

  private long total(String user) {
    return standings.loadedTally(Board.GLOBAL, user).points();
  }

  private static PendingEvents event(long before, long after) {
    return PendingEvents.untraced(
        List.of(new Frame.PointsUpdate(before, after, after - before, SOURCE, null, null)));
  }

  private void count(String ruled, ResultBatch.Key problem) {
    var found = results.of(problem);
    if (found.isEmpty()) {
      return;
    }
    var latest =
        found.stream()
            .map(GradedSubmission::submittedAt)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    var title = found.get(0).exercise().title();
    count(ruled, problem, title, Board.GLOBAL, Scope.EVERYTHING, latest);
    found.stream()
        .map(GradedSubmission::classId)
        .filter(Objects::nonNull)
        .distinct()
        .forEach(id -> count(id, problem, title, Board.ofClass(id), Scope.ofClass(id), latest));
    seasons
        .touchedBy(found)
        .forEach(season -> count(ruled, problem, title, season.board(), Scope.of(season), latest));
  }

  private void count(
      String ruled,
      ResultBatch.Key problem,
      String title,
      Board board,
      Scope scope,
      Instant latest) {
    var score =
        scores.of(
            new Score.Key(problem.userId(), scope.key(), problem.source(), problem.problemId()));
    var change = changes.replace(score, counting.anew(score, scope), board, scope, latest);
    entries.recordRules(
        problem,
        board,
        title,
        counting.version(ruled),
        change.points(),
        standings.loadedTally(board, problem.userId()).points());
  }
}
