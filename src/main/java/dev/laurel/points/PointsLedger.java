package dev.laurel.points;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.season.SeasonCleared;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.leaderboard.standing.Tally;
import dev.laurel.ledger.LedgerBatch;
import dev.laurel.notification.Frame;
import dev.laurel.rules.Policy;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.GradingFinished;
import dev.laurel.submission.GradingStarted;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.results.ResultBatch;
import dev.laurel.submission.results.ResultsExpiring;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Turns results into points, by what {@link Counting} makes of a user's results for an exercise: of
 * all of them on the global board, of a class's on its board, of a season's on its board. Each
 * change is explained by an entry of {@link LedgerBatch}. An exercise belongs to its source: within
 * a source the same id is the same exercise in every class, and one grader's ids never meet
 * another's.
 */
@ApplicationScoped
public class PointsLedger {
  private final Standings standings;
  private final ScoreBatch scores;
  private final ScoreChanges changes;
  private final SeasonBatch seasons;
  private final Counting counting;
  private final LedgerBatch entries;

  PointsLedger(
      Standings standings,
      ScoreBatch scores,
      ScoreChanges changes,
      SeasonBatch seasons,
      Counting counting,
      LedgerBatch entries) {
    this.standings = standings;
    this.scores = scores;
    this.changes = changes;
    this.seasons = seasons;
    this.counting = counting;
    this.entries = entries;
  }

  void readAhead(@Observes @Priority(SubmissionGraded.Order.POINTS) GradingStarted started) {
    standings.load(started.users(), started.enrolments());
    scores.readAhead(started.requests().stream().map(ResultBatch.Key::of).toList());
    seasons.readAhead(started.classIds());
    counting.readAhead(started.requests());
  }

  void count(@Observes @Priority(SubmissionGraded.Order.POINTS) SubmissionGraded graded) {
    var submission = graded.submission();
    counting.accept(graded);
    long before = standings.loadedTally(Board.GLOBAL, submission.userId()).points();
    int earned = (int) add(graded, Board.GLOBAL, Scope.EVERYTHING).points();
    graded.earned(earned);
    ResultFrames.announce(graded, before, earned);
    Stream.of(submission.classId(), graded.replaced().map(GradedSubmission::classId).orElse(null))
        .filter(Objects::nonNull)
        .distinct()
        .forEach(classId -> add(graded, Board.ofClass(classId), Scope.ofClass(classId)));
    seasons
        .touchedBy(graded.results())
        .forEach(season -> add(graded, season.board(), Scope.of(season)));
  }

  /**
   * Updates the user's best result for the exercise, and with it the standing on a board.
   *
   * @return the change of the user's tally on the board
   */
  private Tally add(SubmissionGraded graded, Board board, Scope scope) {
    var submission = graded.submission();
    var score = scores.of(keyOf(submission, scope.key()));
    var best = counting.after(graded, score, scope);
    var change = changes.replace(score, best, board, scope, submission.submittedAt());
    entries.record(
        graded,
        board,
        counting.version(board.classId().orElse(submission.classId())),
        change.points(),
        standings.loadedTally(board, submission.userId()).points());
    return change;
  }

  static Score.Key keyOf(GradedSubmission result, String scope) {
    return new Score.Key(result.userId(), scope, result.source(), result.exercise().id());
  }

  void flush(@Observes @Priority(SubmissionGraded.Order.POINTS) GradingFinished finished) {
    flush();
  }

  /** Writes the points added since the last call, and why. */
  public void flush() {
    scores.flush();
    standings.flush();
    entries.flush();
  }

  /**
   * The points, in hundredths, that results of one user for one exercise come to by the rules of
   * their classes, as if there were no others.
   */
  public int points(List<GradedSubmission> ofProblem) {
    return counting.best(ofProblem).points();
  }

  /**
   * The same, if another policy were that of the exercise.
   *
   * @param ofProblem results of one class
   */
  public int points(List<GradedSubmission> ofProblem, Policy.Type policy) {
    return counting.best(ofProblem, policy).points();
  }

  /**
   * Adds the points of an achievement, and announces them.
   *
   * @param user who must be loaded in the {@link Standings}
   * @param at when it was earned
   * @param name of the achievement, for the ledger
   */
  public void credit(
      String user,
      int points,
      Instant at,
      String achievement,
      String name,
      Consumer<Frame> frames) {
    long before = standings.loadedTally(Board.GLOBAL, user).points();
    standings.addBonus(user, points, at);
    entries.recordAchievement(user, at, achievement, name, points, before + points);
    ResultFrames.points(frames, before, points, "achievement", null);
  }

  /**
   * Takes the points of an achievement away, as if they had never been added, and announces it.
   *
   * @param earnedAt when it was earned
   * @param last when the last of the other achievements with points was earned
   */
  public void takeBack(
      String user,
      int points,
      Instant earnedAt,
      Optional<Instant> last,
      String achievement,
      String name,
      Consumer<Frame> frames) {
    long before = standings.loadedTally(Board.GLOBAL, user).points();
    scores.flush();
    standings.takeBonus(
        user,
        points,
        last.orElse(null),
        scores.reachedAt(user, Scope.EVERYTHING, last.orElse(null)).or(() -> last));
    entries.recordAchievement(user, earnedAt, achievement, name, -points, before - points);
    ResultFrames.points(frames, before, -points, "achievement", null);
  }

  /** Keeps what results that are about to be deleted come to by the rules. */
  void keepBest(@Observes ResultsExpiring expiring) {
    var byScore =
        expiring.results().stream()
            .collect(groupingBy(result -> keyOf(result, Scope.ofResult(result).key())));
    byScore.keySet().stream()
        .collect(groupingBy(Score.Key::userId, mapping(Score.Key::problemId, toSet())))
        .forEach(
            (user, problems) ->
                Score.<Score>list("userId = ?1 and problemId in ?2", user, problems).stream()
                    .filter(score -> byScore.containsKey(score.key()))
                    .forEach(
                        score ->
                            score.expired = counting.expired(score, byScore.get(score.key()))));
  }

  /** Deletes the scores behind the boards of closed seasons. */
  void clear(@Observes SeasonCleared cleared) {
    scores.delete(cleared.users(), Scope.of(cleared.season()));
  }
}
