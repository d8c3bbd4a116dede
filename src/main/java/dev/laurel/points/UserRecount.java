package dev.laurel.points;

import static java.util.stream.Collectors.toMap;

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
import io.opentelemetry.api.trace.SpanContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

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
    standings.load(users, classes.enrolments(users));
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
    var before = users.stream().collect(toMap(user -> user, this::total));
    problems.forEach(problem -> count(ruled, problem));
    scores.flush();
    standings.flush();
    entries.flush();
    log.append(
        users.stream()
            .filter(user -> total(user) != before.get(user))
            .collect(toMap(user -> user, user -> event(before.get(user), total(user)))));
  }

  private long total(String user) {
    return standings.loadedTally(Board.GLOBAL, user).points();
  }

  private static PendingEvents event(long before, long after) {
    var frame = new Frame.PointsUpdate(before, after, after - before, SOURCE, null);
    return new PendingEvents(List.of(frame), null, SpanContext.getInvalid());
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
