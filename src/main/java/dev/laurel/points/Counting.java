package dev.laurel.points;

import static java.util.stream.Collectors.groupingBy;

import dev.laurel.rules.ProblemRule;
import dev.laurel.rules.RulesBatch;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.SubmissionRequest;
import dev.laurel.submission.results.ResultBatch;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;

/**
 * Counts the results of a user for an exercise by the rules of their classes: on the board of a
 * class, all of its own; on boards of everybody, the best of what its classes make of theirs. Reads
 * other results only where rules or a regrade require it.
 */
@ApplicationScoped
class Counting {
  private final RulesBatch rules;
  private final ResultBatch results;

  Counting(RulesBatch rules, ResultBatch results) {
    this.rules = rules;
    this.results = results;
  }

  void readAhead(List<SubmissionRequest> requests) {
    rules.readAhead(requests.stream().map(SubmissionRequest::classId).toList());
    results.readAhead(
        requests.stream()
            .filter(
                request ->
                    !rules
                        .of(request.classId())
                        .of(request.source(), request.problem().id())
                        .policy()
                        .isBest())
            .map(ResultBatch.Key::of)
            .toList());
  }

  /** Called first with each result. */
  void accept(SubmissionGraded graded) {
    if (needsOthers(graded)) {
      results.readAhead(List.of(ResultBatch.Key.of(graded.submission())));
    }
    results.replace(graded);
  }

  /** The best of the results by the rules, after one more of them. */
  Best after(SubmissionGraded graded, Score score, Scope scope) {
    var submission = graded.submission();
    if (needsOthers(graded)) {
      return anew(score, scope);
    }
    return scope.counts().test(submission) ? score.best.or(alone(submission)) : score.best;
  }

  /** A regrade may lower the best, and so may one more result where not the best one counts. */
  private boolean needsOthers(SubmissionGraded graded) {
    return graded.replaced().isPresent() || !rule(graded.submission()).policy().isBest();
  }

  /**
   * The best of all results by the rules, counted from scratch. Those that have expired count as
   * they did then, as the least.
   */
  Best anew(Score score, Scope scope) {
    var counting =
        results.of(new ResultBatch.Key(score.userId, score.source, score.problemId)).stream()
            .filter(scope.counts())
            .toList();
    return score.expired.or(best(counting));
  }

  /** The best of results of one user for one exercise, by the rules of their classes. */
  Best best(List<GradedSubmission> ofProblem) {
    return ofProblem.stream()
        .collect(groupingBy(result -> Objects.requireNonNullElse(result.classId(), "")))
        .values()
        .stream()
        .map(ofClass -> new Attempts(rule(ofClass.get(0)), ofClass).counted())
        .reduce(Best.NONE, Best::or);
  }

  /** The best of a single result. */
  Best alone(GradedSubmission result) {
    return Attempts.of(rule(result), result);
  }

  /** The version of a class's rules by which its results are counted; null outside classes. */
  Integer version(String classId) {
    return classId == null ? null : rules.of(classId).version();
  }

  private ProblemRule rule(GradedSubmission result) {
    return rules.of(result.classId()).of(result.source(), result.exercise().id());
  }
}
