package dev.laurel.points;

import static java.util.stream.Collectors.toSet;

import dev.laurel.leaderboard.Tally;
import dev.laurel.points.ProblemScore.Key;
import dev.laurel.submission.CurrentResults;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.SubmissionGraded;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Keeps the best result of each user for each problem. */
@ApplicationScoped
class BestResults {
  /** The scope in which all submissions count; the others are classes, by id. */
  static final String EVERYTHING = "";

  private final OpenScores open;
  private final CurrentResults currentResults;

  BestResults(OpenScores open, CurrentResults currentResults) {
    this.open = open;
    this.currentResults = currentResults;
  }

  void open(List<GradedSubmission> submissions) {
    var users = submissions.stream().map(GradedSubmission::userId).collect(toSet());
    var problems =
        submissions.stream().map(submission -> submission.problem().id()).collect(toSet());
    ProblemScore.<ProblemScore>list("userId in ?1 and problemId in ?2", users, problems)
        .forEach(
            score -> open.byKey().put(new Key(score.userId, score.scope, score.problemId), score));
  }

  /**
   * Takes a result into account.
   *
   * @return by how much it changes what the user has collected within the scope
   */
  Tally settle(SubmissionGraded graded, String scope) {
    var submission = graded.submission();
    var score = scoreOf(submission, scope);
    int points = score.points;
    boolean completed = score.completed;
    boolean perfect = score.perfect;
    boolean firstAttempt = score.firstAttempt;
    if (graded.replaced().isPresent()) {
      recompute(score);
    }
    if (scope.equals(EVERYTHING) || scope.equals(submission.classId())) {
      include(score, submission);
    }
    if (!score.isPersistent()) {
      score.persist();
    }
    return new Tally(
        score.points - points,
        change(completed, score.completed),
        change(perfect, score.perfect),
        change(firstAttempt, score.firstAttempt));
  }

  private ProblemScore scoreOf(GradedSubmission submission, String scope) {
    return open.byKey()
        .computeIfAbsent(
            new Key(submission.userId(), scope, submission.problem().id()),
            key -> {
              var score = new ProblemScore();
              score.userId = key.userId();
              score.scope = key.scope();
              score.problemId = key.problemId();
              return score;
            });
  }

  /** What a regrade takes away can only be known from all the other results that count. */
  private void recompute(ProblemScore score) {
    score.points = 0;
    score.completed = false;
    score.perfect = false;
    score.firstAttempt = false;
    currentResults
        .of(score.userId, score.problemId)
        .filter(result -> score.scope.equals(EVERYTHING) || score.scope.equals(result.classId()))
        .forEach(result -> include(score, result));
  }

  private static void include(ProblemScore score, GradedSubmission result) {
    score.points = Math.max(score.points, result.points());
    score.completed |= result.completed();
    score.perfect |= result.perfect();
    score.firstAttempt |= result.solvedAtFirstAttempt();
  }

  private static int change(boolean before, boolean after) {
    return Boolean.compare(after, before);
  }
}
