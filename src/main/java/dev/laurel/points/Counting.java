package dev.laurel.points;

import static java.util.stream.Collectors.groupingBy;

import dev.laurel.rules.Policy;
import dev.laurel.rules.Policy.Type;
import dev.laurel.rules.ProblemRule;
import dev.laurel.rules.RulesBatch;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.SubmissionRequest;
import dev.laurel.submission.results.ResultBatch;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Counts the results of a user for an exercise by the rules of their classes: on the board of a
 * class, all of its own; on boards of everybody, the best of what its classes make of theirs. Reads
 * other results only where rules or a regrade require it.
 */
@ApplicationScoped
class Counting {
  private final RulesBatch rules;
  private final ResultBatch results;
  private final ScoreBatch scores;

  Counting(RulesBatch rules, ResultBatch results, ScoreBatch scores) {
    this.rules = rules;
    this.results = results;
    this.scores = scores;
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
   * they did then.
   */
  Best anew(Score score, Scope scope) {
    var counting =
        results.of(new ResultBatch.Key(score.userId, score.source, score.problemId)).stream()
            .filter(scope.counts())
            .toList();
    var expired = new HashMap<>(scores.expired(score));
    expired.keySet().removeIf(scopeKey -> isKept(scopeKey, score.userId));
    return best(counting, expired);
  }

  private boolean isKept(String scopeKey, String user) {
    return !scopeKey.equals(Scope.EVERYTHING.key()) && rules.keeps(scopeKey, user);
  }

  /** The best of results of one user for one exercise, by the rules of their classes. */
  Best best(List<GradedSubmission> ofProblem) {
    return best(ofProblem, Map.of());
  }

  private Best best(List<GradedSubmission> ofProblem, Map<String, Best> expired) {
    var kept = ofProblem.stream().collect(groupingBy(result -> Scope.ofResult(result).key()));
    var counted =
        kept.entrySet().stream()
            .map(
                ofClass ->
                    attempts(ofClass.getValue(), expired.getOrDefault(ofClass.getKey(), Best.NONE))
                        .counted());
    var gone =
        expired.entrySet().stream()
            .filter(ofClass -> !kept.containsKey(ofClass.getKey()))
            .map(Map.Entry::getValue);
    return Stream.concat(counted, gone).reduce(Best.NONE, Best::or);
  }

  /** The best of results of one user for one exercise in one class, by another policy. */
  Best best(List<GradedSubmission> ofProblem, Policy.Type policy) {
    var rule = rule(ofProblem.get(0));
    var other =
        new ProblemRule(rule.source(), rule.id(), new Policy(policy, null, null), rule.points());
    return new Attempts(other, ofProblem, Best.NONE).counted();
  }

  private Attempts attempts(List<GradedSubmission> results, Best expired) {
    return new Attempts(rule(results.get(0)), results, expired);
  }

  /**
   * The part of a score that is kept for results that have expired.
   *
   * @param expiring results of the score that expire now
   */
  Best expired(Score score, List<GradedSubmission> expiring) {
    var attempts = attempts(expiring, score.expired);
    return attempts.rule().policy().type() == Type.sum
        ? attempts.counted()
        : expiring.stream().map(this::alone).reduce(score.expired, Best::or).atMost(score.best);
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
