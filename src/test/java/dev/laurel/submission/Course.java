package dev.laurel.submission;

import static java.util.stream.Collectors.toMap;

import dev.laurel.testing.SubmissionJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * A model of a course: totals and boards, computed in the simplest way from all its submissions. It
 * holds if every user has completed ten problems or more, at the first attempt or later, none of
 * them perfectly, on one day, for 500 to 2,500 points.
 */
final class Course {
  /** The achievements that each such user earns, with their points. */
  static final Map<String, Integer> ACHIEVEMENTS = achievements();

  private final Map<String, SubmissionJson> newest = new HashMap<>();

  record Entry(int rank, boolean tied, String user, int points, int completed) {}

  private record Total(String user, int points, int completed, String reachedAt) {}

  private static Map<String, Integer> achievements() {
    var points = new TreeMap<String, Integer>();
    points.put("first-steps", 10);
    points.put("warming-up", 20);
    points.put("first-try", 10);
    points.put("natural", 75);
    points.put("point-collector", 25);
    return points;
  }

  void add(SubmissionJson submission) {
    newest.merge(
        submission.id(),
        submission,
        BinaryOperator.maxBy(Comparator.comparingInt(Course::revision)));
  }

  int total(String user) {
    return points(user, null) + ACHIEVEMENTS.values().stream().mapToInt(Integer::intValue).sum();
  }

  List<Entry> board(List<String> users, String classId) {
    var totals =
        users.stream()
            .map(
                user ->
                    new Total(
                        user, points(user, classId), bests(user, classId).size(), reachedAt(user)))
            .sorted(
                Comparator.comparingInt(Total::points)
                    .reversed()
                    .thenComparing(Total::reachedAt)
                    .thenComparing(Total::user))
            .toList();
    var entries = new ArrayList<Entry>();
    for (var total : totals) {
      long better = totals.stream().filter(other -> other.points() > total.points()).count();
      long equal = totals.stream().filter(other -> other.points() == total.points()).count();
      entries.add(
          new Entry((int) better + 1, equal > 1, total.user(), total.points(), total.completed()));
    }
    return entries;
  }

  private int points(String user, String classId) {
    return bests(user, classId).values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The best result for each problem; all problems are worth as many points as scores go up to. */
  private Map<Object, Integer> bests(String user, String classId) {
    return of(user).stream()
        .filter(fields -> classId == null || Objects.equals(classId, fields.get("class_id")))
        .collect(
            toMap(
                fields -> ((Map<?, ?>) fields.get("problem")).get("id"),
                fields -> ((Double) fields.get("score")).intValue(),
                Math::max));
  }

  private String reachedAt(String user) {
    return of(user).stream()
        .map(fields -> (String) fields.get("graded_at"))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private List<Map<String, Object>> of(String user) {
    return newest.values().stream()
        .filter(submission -> submission.userIds().contains(user))
        .map(SubmissionJson::fields)
        .toList();
  }

  private static int revision(SubmissionJson submission) {
    return (Integer) submission.fields().getOrDefault("revision", 1);
  }
}
