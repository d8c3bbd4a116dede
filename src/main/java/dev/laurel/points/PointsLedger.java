package dev.laurel.points;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.season.Season;
import dev.laurel.leaderboard.season.Seasons;
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
import java.util.stream.Stream;

/**
 * Turns results into points. A user's points for a problem are the best of their results for it: of
 * all of them on the global board, of those of a class on its board, of those of a season on its.
 */
@ApplicationScoped
public class PointsLedger {
  private final BestResults bestResults;
  private final Standings standings;
  private final Seasons seasons;
  private final ScoreBatch open;

  PointsLedger(BestResults bestResults, Standings standings, Seasons seasons, ScoreBatch open) {
    this.bestResults = bestResults;
    this.standings = standings;
    this.seasons = seasons;
    this.open = open;
  }

  void open(@Observes @Priority(SubmissionGraded.Order.POINTS) GradingStarted arriving) {
    standings.open(arriving.users(), arriving.enrolments());
    bestResults.open(arriving.submissions());
    open.seasons(seasons.open());
  }

  void record(@Observes @Priority(SubmissionGraded.Order.POINTS) SubmissionGraded graded) {
    var submission = graded.submission();
    var change = bestResults.settle(graded, Scope.EVERYTHING);
    graded.earned((int) change.points());
    announceResult(graded, (int) change.points());
    credit(graded, Part.POINTS, change, submission.kind().name());
    Stream.of(submission.classId(), graded.replaced().map(GradedSubmission::classId).orElse(null))
        .filter(classId -> classId != null)
        .distinct()
        .forEach(
            classId ->
                standings.add(
                    Board.ofClass(classId),
                    submission.userId(),
                    bestResults.settle(graded, Scope.ofClass(classId)),
                    submission.gradedAt()));
    var touched = open.seasons().stream().filter(season -> touches(graded, season)).toList();
    open.keepOpen(touched, seasons::keepOpen)
        .forEach(
            season ->
                standings.add(
                    season.board(),
                    submission.userId(),
                    bestResults.settle(graded, Scope.of(season)),
                    submission.gradedAt()));
  }

  private static boolean touches(SubmissionGraded graded, Season season) {
    var counts = Scope.of(season).counts();
    return counts.test(graded.submission()) || graded.replaced().filter(counts).isPresent();
  }

  void write(@Observes @Priority(SubmissionGraded.Order.POINTS) GradingFinished settled) {
    bestResults.write();
    standings.write();
  }

  /** Adds points that come on top of those for problems, and announces them. */
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
    var title = submission.problem().title();
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
