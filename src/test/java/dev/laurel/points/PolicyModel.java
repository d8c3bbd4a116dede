package dev.laurel.points;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;

import dev.laurel.testing.SubmissionJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Counts points in the simplest way, from all results and the rules of their classes. */
final class PolicyModel {
  private static final Map<String, Object> BEST = Map.of("type", "best");

  private final Map<String, Map<String, Object>> rules = new HashMap<>();

  void put(String classId, Map<String, Object> classRules) {
    rules.put(classId, classRules);
  }

  BigDecimal onClass(Collection<SubmissionJson> results, String user, String classId) {
    return sum(results, user, fields -> classId.equals(fields.get("class_id")));
  }

  BigDecimal total(Collection<SubmissionJson> results, String user) {
    return sum(results, user, any -> true);
  }

  private BigDecimal sum(
      Collection<SubmissionJson> results, String user, Predicate<Map<String, Object>> counts) {
    return results.stream()
        .map(SubmissionJson::fields)
        .filter(fields -> user.equals(part(fields, "user").get("id")))
        .filter(counts)
        .collect(groupingBy(fields -> part(fields, "problem").get("id")))
        .values()
        .stream()
        .map(this::bestOfClasses)
        .reduce(BigDecimal.ZERO.setScale(2), BigDecimal::add);
  }

  private BigDecimal bestOfClasses(List<Map<String, Object>> ofProblem) {
    return ofProblem.stream()
        .collect(groupingBy(fields -> Objects.toString(fields.get("class_id"))))
        .values()
        .stream()
        .map(this::counted)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private BigDecimal counted(List<Map<String, Object>> attempts) {
    var own = ruleOf(attempts.get(0));
    var policy = part(own, "policy");
    var inOrder =
        attempts.stream()
            .sorted(
                comparing((Map<String, Object> fields) -> (String) fields.get("submitted_at"))
                    .thenComparing(fields -> (Integer) fields.get("attempt_number"))
                    .thenComparing(fields -> (String) fields.get("submission_id")))
            .toList();
    var points = inOrder.stream().map(fields -> points(fields, own.get("points"))).toList();
    return switch ((String) policy.get("type")) {
      case "last" -> points.get(points.size() - 1);
      case "first" -> points.get(0);
      case "average" ->
          points.stream()
              .reduce(BigDecimal.ZERO, BigDecimal::add)
              .divide(BigDecimal.valueOf(points.size()), 2, RoundingMode.HALF_UP);
      case "best" -> Collections.max(points);
      default ->
          inOrder.stream()
              .map(fields -> penalised(fields, points(fields, own.get("points")), policy))
              .max(Comparator.naturalOrder())
              .orElseThrow();
    };
  }

  private static BigDecimal penalised(
      Map<String, Object> fields, BigDecimal points, Map<String, Object> policy) {
    int off = (int) policy.get("percent") * ((int) fields.get("attempt_number") - 1);
    int left = Math.max((int) policy.getOrDefault("floor", 0), 100 - off);
    return points.signum() < 0
        ? points
        : points.multiply(BigDecimal.valueOf(left, 2)).setScale(2, RoundingMode.HALF_UP);
  }

  private static BigDecimal points(Map<String, Object> fields, Object worth) {
    var points =
        new BigDecimal(
                String.valueOf(worth != null ? worth : part(fields, "problem").get("points")))
            .stripTrailingZeros();
    return points
        .multiply(new BigDecimal(String.valueOf(fields.get("score"))))
        .divide(BigDecimal.valueOf(100), Math.max(0, points.scale()), RoundingMode.HALF_UP)
        .setScale(2);
  }

  private Map<String, Object> ruleOf(Map<String, Object> result) {
    var ofClass = rules.getOrDefault(Objects.toString(result.get("class_id")), Map.of());
    var rule = new HashMap<String, Object>();
    rule.put("policy", ofClass.getOrDefault("policy", BEST));
    specialRules(ofClass)
        .filter(special -> special.get("id").equals(part(result, "problem").get("id")))
        .forEach(rule::putAll);
    return rule;
  }

  @SuppressWarnings("unchecked")
  private static Stream<Map<String, Object>> specialRules(Map<String, Object> ofClass) {
    return ((List<Map<String, Object>>) ofClass.getOrDefault("problems", List.of())).stream();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> part(Map<String, Object> fields, String name) {
    return (Map<String, Object>) fields.get(name);
  }
}
