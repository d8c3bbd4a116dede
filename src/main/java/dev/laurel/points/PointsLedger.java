package dev.laurel.points;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.leaderboard.standing.Tally;
import dev.laurel.notification.Frame;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.GradingFinished;
import dev.laurel.submission.GradingStarted;
import dev.laurel.submission.Kind;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.SubmissionGraded.Part;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Turns results into points. The best result for an exercise counts: of all results on the global
 * board, of a class's results on its board, of a season's on its board.
 */
@ApplicationScoped
public class PointsLedger {
  private final BestResults bestResults;
  private final Standings standings;
  private final ScoreBatch scores;
  private final SeasonBatch seasons;

  PointsLedger(
      BestResults bestResults, Standings standings, ScoreBatch scores, SeasonBatch seasons) {
    this.bestResults = bestResults;
    this.standings = standings;
    this.scores = scores;
    this.seasons = seasons;
  }

  void readAhead(@Observes @Priority(SubmissionGraded.Order.POINTS) GradingStarted started) {
    standings.load(started.users(), started.enrolments());
    scores.readAhead(started.submissions());
    seasons.readAhead();
  }

  void count(@Observes @Priority(SubmissionGraded.Order.POINTS) SubmissionGraded graded) {
    var submission = graded.submission();
    var change = bestResults.update(graded, Scope.EVERYTHING);
    graded.earned((int) change.points());
    announceResult(graded, (int) change.points());
    credit(graded, Part.POINTS, change, submission.kind().name());
    Stream.of(submission.classId(), graded.replaced().map(GradedSubmission::classId).orElse(null))
        .filter(Objects::nonNull)
        .distinct()
        .forEach(classId -> add(graded, Board.ofClass(classId), Scope.ofClass(classId)));
    seasons.touchedBy(graded).forEach(season -> add(graded, season.board(), Scope.of(season)));
  }

  private void add(SubmissionGraded graded, Board board, Scope scope) {
    var submission = graded.submission();
    var change = bestResults.update(graded, scope);
    standings.add(board, submission.userId(), change, submission.gradedAt());
  }

  void flush(@Observes @Priority(SubmissionGraded.Order.POINTS) GradingFinished finished) {
    scores.flush();
    standings.flush();
  }

  /** Adds points beyond those for exercises, and announces them. */
  public void credit(SubmissionGraded graded, Part part, int points, String source) {
    credit(graded, part, Tally.ofPoints(points), source);
  }

  private void credit(SubmissionGraded graded, Part part, Tally change, String source) {
    var submission = graded.submission();
    long before = standings.tally(Board.GLOBAL, submission.userId()).points();
    standings.add(Board.GLOBAL, submission.userId(), change, submission.gradedAt());
    if (change.points() != 0) {
      graded.announce(
          part, new Frame.PointsUpdate(before, before + change.points(), change.points(), source));
    }
  }

  private static void announceResult(SubmissionGraded graded, int earned) {
    var submission = graded.submission();
    var title = submission.exercise().title();
    if (submission.kind() == Kind.assignment) {
      graded.announce(
          Part.RESULT, new Frame.AssignmentSubmitted(title, earned, submission.score()));
    } else if (submission.completed()
        && graded.replaced().filter(GradedSubmission::completed).isEmpty()) {
      // A regrade of a practice that was completed before is no second completion.
      graded.announce(
          Part.RESULT, new Frame.PracticeCompleted(title, earned, submission.attemptNumber()));
    }
  }
}
