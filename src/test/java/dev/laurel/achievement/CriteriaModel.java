package dev.laurel.achievement;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A model of criteria: counts the JSON of results from scratch, in the simplest way. It holds if
 * all problems are worth 100 points, and all maximum scores are 100.
 */
final class CriteriaModel {
  private final String classId;
  private final ZoneId zone;

  CriteriaModel(String classId, ZoneId zone) {
    this.classId = classId;
    this.zone = zone;
  }

  /** True if results meet criteria. */
  boolean isMet(Map<?, ?> criteria, Collection<Map<String, Object>> results) {
    for (var combination : List.of("all_of", "any_of", "n_of")) {
      if (criteria.get(combination) instanceof List<?> parts) {
        long met = parts.stream().filter(part -> isMet((Map<?, ?>) part, results)).count();
        return switch (combination) {
          case "all_of" -> met == parts.size();
          case "any_of" -> met > 0;
          default -> met >= (Integer) criteria.get("n");
        };
      }
    }
    var counted = results.stream().filter(result -> matches(criteria, result)).toList();
    return count(criteria, counted) >= (Integer) criteria.get("threshold");
  }

  /** When the result was handed in with which criteria were met, in the order of handing in. */
  Optional<Instant> metAt(Map<?, ?> criteria, Collection<Map<String, Object>> results) {
    var sorted = results.stream().sorted(Comparator.comparing(CriteriaModel::at)).toList();
    var soFar = new ArrayList<Map<String, Object>>();
    for (var result : sorted) {
      soFar.add(result);
      if (isMet(criteria, soFar)) {
        return Optional.of(at(result));
      }
    }
    return Optional.empty();
  }

  private boolean matches(Map<?, ?> criteria, Map<String, Object> result) {
    int hour = at(result).atZone(zone).getHour();
    var hours = (Map<?, ?>) criteria.get("hours");
    return classId.equals(result.get("class_id"))
        && (!criteria.containsKey("kind") || criteria.get("kind").equals(result.get("kind")))
        && (!criteria.containsKey("problem_ids")
            || ((List<?>) criteria.get("problem_ids")).contains(problem(result)))
        && (!criteria.containsKey("tag")
            || ((List<?>) result.get("tags")).contains(criteria.get("tag")))
        && (hours == null || isIn(hour, (Integer) hours.get("from"), (Integer) hours.get("to")))
        && (!criteria.containsKey("from")
            || !at(result).isBefore(Instant.parse((String) criteria.get("from"))))
        && (!criteria.containsKey("until")
            || at(result).isBefore(Instant.parse((String) criteria.get("until"))));
  }

  private static boolean isIn(int hour, int from, int to) {
    for (int h = from; h % 24 != to % 24; h++) {
      if (h % 24 == hour) {
        return true;
      }
    }
    return false;
  }

  private long count(Map<?, ?> criteria, List<Map<String, Object>> results) {
    return switch ((String) criteria.get("type")) {
      case "completions" -> problems(results, 50, false);
      case "perfect_scores" -> problems(results, 100, false);
      case "first_attempt_solves" -> problems(results, 50, true);
      case "points" -> points(results);
      case "streak" -> longestRun(results);
      default ->
          results.stream()
              .mapToLong(
                  result ->
                      ((Map<?, ?>) result.get("metrics")).get(criteria.get("metric"))
                              instanceof Integer number
                          ? number
                          : 0)
              .sum();
    };
  }

  private static long problems(List<Map<String, Object>> results, int least, boolean firstAttempt) {
    return results.stream()
        .filter(result -> score(result) >= least)
        .filter(result -> !firstAttempt || result.get("attempt_number").equals(1))
        .map(CriteriaModel::problem)
        .distinct()
        .count();
  }

  private static long points(List<Map<String, Object>> results) {
    var best = new HashMap<Object, Double>();
    results.forEach(result -> best.merge(problem(result), score(result), Math::max));
    return best.values().stream().mapToLong(Double::longValue).sum();
  }

  private long longestRun(List<Map<String, Object>> results) {
    var days = new TreeSet<LocalDate>();
    results.stream()
        .filter(result -> score(result) >= 50)
        .forEach(result -> days.add(LocalDate.ofInstant(at(result), zone)));
    long longest = 0;
    for (var first : days) {
      long length = 0;
      while (days.contains(first.plusDays(length))) {
        length++;
      }
      longest = Math.max(longest, length);
    }
    return longest;
  }

  private static Instant at(Map<String, Object> result) {
    return Instant.parse((String) result.get("submitted_at"));
  }

  private static Object problem(Map<String, Object> result) {
    return ((Map<?, ?>) result.get("problem")).get("id");
  }

  private static double score(Map<String, Object> result) {
    return ((Number) result.get("score")).doubleValue();
  }
}
