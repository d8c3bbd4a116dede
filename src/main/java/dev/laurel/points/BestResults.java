package dev.laurel.points;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import dev.laurel.leaderboard.season.SeasonCleared;
import dev.laurel.leaderboard.standing.Tally;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.results.CurrentResults;
import dev.laurel.submission.results.ResultsExpiring;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.stream.Stream;

/** Keeps the best result of each user for each exercise. */
@ApplicationScoped
class BestResults {
  private final ScoreBatch batch;
  private final CurrentResults currentResults;

  BestResults(ScoreBatch batch, CurrentResults currentResults) {
    this.batch = batch;
    this.currentResults = currentResults;
  }

  /**
   * Updates the user's score for the exercise.
   *
   * @return the change of the user's tally within the scope
   */
  Tally update(SubmissionGraded graded, Scope scope) {
    var submission = graded.submission();
    var key = new Score.Key(submission.userId(), scope.key(), submission.exercise().id());
    var score = batch.find(key).orElseGet(() -> Score.of(key));
    var before = score.best;
    // A regrade may lower the best, which only all the other current results can tell.
    var best = graded.replaced().isPresent() ? bestOfOthers(score, scope) : before;
    if (scope.counts().test(submission)) {
      best = best.or(Best.of(submission));
    }
    if (!best.equals(before)) {
      score.best = best;
      batch.change(score);
    }
    return new Tally(
        best.points() - before.points(),
        Boolean.compare(best.completed(), before.completed()),
        Boolean.compare(best.perfect(), before.perfect()),
        Boolean.compare(best.firstAttempt(), before.firstAttempt()));
  }

  private Best bestOfOthers(Score score, Scope scope) {
    return currentResults
        .of(score.userId, score.problemId)
        .filter(scope.counts())
        .map(Best::of)
        .reduce(score.expired, Best::or);
  }

  /** Keeps the best of results that are about to be deleted. */
  void keepBest(@Observes ResultsExpiring expiring) {
    var brought = new HashMap<Score.Key, Best>();
    for (var result : expiring.results()) {
      Stream.of(Scope.EVERYTHING.key(), result.classId())
          .filter(scope -> scope != null)
          .map(scope -> new Score.Key(result.userId(), scope, result.exercise().id()))
          .forEach(key -> brought.merge(key, Best.of(result), Best::or));
    }
    brought.keySet().stream()
        .collect(groupingBy(Score.Key::userId, mapping(Score.Key::problemId, toSet())))
        .forEach(
            (user, problems) ->
                Score.<Score>list("userId = ?1 and problemId in ?2", user, problems)
                    .forEach(
                        score ->
                            score.expired =
                                score.expired.or(brought.getOrDefault(score.key(), Best.NONE))));
  }

  /** Deletes the scores behind the boards of closed seasons. */
  void clear(@Observes SeasonCleared cleared) {
    batch.delete(cleared.users(), Scope.of(cleared.season()));
  }
}
