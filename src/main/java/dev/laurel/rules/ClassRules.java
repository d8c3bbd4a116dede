package dev.laurel.rules;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.laurel.errors.FieldError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules by which a class counts. They also count its results on the boards of everybody.
 *
 * @param version raised by each change; 0 before the first. In a request, null or the version that
 *     is changed
 * @param extraCredit by how many percent a score may be above the maximum; 0 by default
 * @param policy of exercises without one of their own; {@code best} by default
 * @param problems the exercises with rules of their own
 */
@RegisterForReflection
public record ClassRules(
    @Min(0) Integer version,
    @Min(0) @Max(MAX_EXTRA_CREDIT) Integer extraCredit,
    @Valid Policy policy,
    @Size(max = MAX_PROBLEMS) List<@NotNull @Valid ProblemRule> problems) {
  /** So that the points of a result fit into an int, as hundredths. */
  static final int MAX_EXTRA_CREDIT = 1_000;

  private static final int MAX_PROBLEMS = 1_000;

  /** Those of a class without any, and of results outside classes. */
  public static final ClassRules NONE = new ClassRules(0, 0, Policy.BEST, List.of());

  public ClassRules {
    extraCredit = extraCredit == null ? Integer.valueOf(0) : extraCredit;
    policy = policy == null ? Policy.BEST : policy;
    problems = problems == null ? List.of() : new ArrayList<>(problems);
  }

  /** Errors that constraints of single fields don't find. */
  List<FieldError> contradictions() {
    var errors = new ArrayList<>(policy.contradictions("policy"));
    var seen = new HashSet<ProblemRule.Key>();
    for (int i = 0; i < problems.size(); i++) {
      var rule = problems.get(i);
      var field = "problems[" + i + "]";
      if (!seen.add(rule.key())) {
        errors.add(new FieldError(field + ".id", "is in the list already"));
      }
      if (rule.policy() != null) {
        errors.addAll(rule.policy().contradictions(field + ".policy"));
      }
    }
    return errors;
  }

  ClassRules withVersion(int number) {
    return new ClassRules(number, extraCredit, policy, problems);
  }

  /** How the exercise counts: its own rule, completed by what the class has for all. */
  public ProblemRule of(String source, String problemId) {
    return problems.stream()
        .filter(rule -> rule.id().equals(problemId) && rule.source().equals(source))
        .findFirst()
        .map(rule -> complete(rule))
        .orElseGet(() -> new ProblemRule(source, problemId, policy, null));
  }

  private ProblemRule complete(ProblemRule rule) {
    return rule.policy() != null
        ? rule
        : new ProblemRule(rule.source(), rule.id(), policy, rule.points());
  }

  /** The exercises that count differently by other rules; null if all may. */
  Set<ProblemRule.Key> differences(ClassRules other) {
    if (!policy.equals(other.policy)) {
      return null;
    }
    return Stream.concat(problems.stream(), other.problems.stream())
        .map(ProblemRule::key)
        .filter(key -> !of(key.source(), key.id()).equals(other.of(key.source(), key.id())))
        .collect(toUnmodifiableSet());
  }
}
