package dev.laurel.points;

import static java.util.stream.Collectors.groupingBy;

import dev.laurel.course.Enrolments;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.leaderboard.standing.Tally;
import dev.laurel.ledger.LedgerBatch;
import dev.laurel.rules.RulesBatch;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.results.ResultBatch;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Counts anew all that users have in a class, when other numbers count there than before. Notifies
 * nobody. Blocks, in the caller's transaction.
 */
@ApplicationScoped
public class ClassRecount {
  private final RecountBulk bulk;
  private final Counting counting;
  private final ScoreBatch scores;
  private final ScoreChanges changes;
  private final SeasonBatch seasons;
  private final ResultBatch results;
  private final RulesBatch rules;
  private final Standings standings;
  private final LedgerBatch entries;
  private final Clock clock;

  ClassRecount(
      RecountBulk bulk,
      Counting counting,
      ScoreBatch scores,
      ScoreChanges changes,
      SeasonBatch seasons,
      ResultBatch results,
      RulesBatch rules,
      Standings standings,
      LedgerBatch entries,
      Clock clock) {
    this.bulk = bulk;
    this.counting = counting;
    this.scores = scores;
    this.changes = changes;
    this.seasons = seasons;
    this.results = results;
    this.rules = rules;
    this.standings = standings;
    this.entries = entries;
    this.clock = clock;
  }

  /**
   * Counts on the board of the class and on the global one, and on those of open seasons, unless
   * Laurel's numbers count no more: seasons then stay as they are.
   *
   * @param users who are locked
   * @param enrolments all their memberships
   * @param title of the change, for the ledgers
   */
  public void count(String classId, Set<String> users, Enrolments enrolments, String title) {
    standings.load(users, enrolments);
    var problems = bulk.problems(classId, users);
    scores.readAhead(problems);
    results.readAhead(problems);
    rules.readAhead(List.of(classId));
    var byUser = problems.stream().collect(groupingBy(ResultBatch.Key::userId));
    byUser.forEach(
        (user, own) -> {
          count(user, own, Board.ofClass(classId), Scope.ofClass(classId), title);
          count(user, own, Board.GLOBAL, Scope.EVERYTHING, title);
          if (!rules.keeps(classId, user)) {
            seasons.readAhead(List.of(classId));
            own.forEach(this::countSeasons);
          }
        });
    scores.flush();
    standings.flush();
    entries.flush();
  }

  private void count(
      String user, List<ResultBatch.Key> problems, Board board, Scope scope, String title) {
    var change = Tally.NONE;
    for (var problem : problems) {
      var score = scores.of(key(problem, scope));
      var best = counting.anew(score, scope);
      if (!best.equals(score.best)) {
        change = change.plus(best.minus(score.best));
        score.best = best;
        scores.change(score);
      }
    }
    scores.flush();
    var bonus = board.equals(Board.GLOBAL) ? standings.bonusAt(user) : null;
    var reached =
        scores
            .reachedAt(user, scope, bonus)
            .or(() -> standings.reachedAt(board, user))
            .orElseGet(clock::instant);
    standings.add(board, user, change, reached);
    entries.recordAuthority(
        user, board, title, change.points(), standings.loadedTally(board, user).points());
  }

  private static Score.Key key(ResultBatch.Key problem, Scope scope) {
    return new Score.Key(problem.userId(), scope.key(), problem.source(), problem.problemId());
  }

  private void countSeasons(ResultBatch.Key problem) {
    var found = results.of(problem);
    if (found.isEmpty()) {
      return;
    }
    for (var season : seasons.touchedBy(found)) {
      var scope = Scope.of(season);
      var score = scores.of(key(problem, scope));
      changes.replace(score, counting.anew(score, scope), season.board(), scope, latest(found));
    }
  }

  private static Instant latest(List<GradedSubmission> found) {
    return found.stream()
        .map(GradedSubmission::submittedAt)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }
}
