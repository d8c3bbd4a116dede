package dev.laurel.testing;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graded submission as a grader sends it. Immutable: each change returns a new one.
 *
 * <p>By default a practice of a new problem worth 100 points, with a score of 80 of 100 at the
 * second attempt. It earns 80 points and the achievement {@code first-steps} only.
 */
public final class SubmissionJson {
  private final Map<String, Object> fields;

  private SubmissionJson(Map<String, Object> fields) {
    this.fields = fields;
  }

  public static SubmissionJson practice(String user) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("source", "gradebot");
    fields.put("submission_id", Fresh.id("s"));
    fields.put("user", new LinkedHashMap<>(Map.of("id", user, "username", "name-" + user)));
    fields.put("kind", "practice");
    fields.put(
        "problem",
        new LinkedHashMap<>(Map.of("id", Fresh.id("p"), "title", "Array Basics", "points", 100)));
    fields.put("score", 80);
    fields.put("max_score", 100);
    fields.put("attempt_number", 2);
    return new SubmissionJson(fields);
  }

  public static SubmissionJson assignment(String user) {
    return practice(user).with("kind", "assignment");
  }

  /** The same, as the work of a team. */
  public SubmissionJson ofTeam(String... users) {
    return without("user")
        .with(
            "users",
            Arrays.stream(users)
                .map(user -> Map.of("id", user, "username", "name-" + user))
                .toList());
  }

  /**
   * @param path the field as error messages name it: {@code problem.points}
   */
  public SubmissionJson with(String path, Object value) {
    var copy = copy();
    copy.holder(path).put(name(path), value);
    return copy;
  }

  public SubmissionJson without(String path) {
    var copy = copy();
    copy.holder(path).remove(name(path));
    return copy;
  }

  public SubmissionJson inClass(String classId) {
    return with("class_id", classId);
  }

  public SubmissionJson problem(String id, int points) {
    return with("problem.id", id).with("problem.points", points);
  }

  public SubmissionJson score(double score) {
    return with("score", score);
  }

  public SubmissionJson at(String gradedAt) {
    return with("graded_at", gradedAt);
  }

  public SubmissionJson at(Instant gradedAt) {
    return at(gradedAt.toString());
  }

  /** Handed in at a time, graded later or at an unknown time. */
  public SubmissionJson handedIn(Instant submittedAt) {
    return with("submitted_at", submittedAt.toString());
  }

  /** Another attempt at the same problem. */
  public SubmissionJson retried() {
    return with("submission_id", Fresh.id("s"));
  }

  /** The same attempt, graded anew. */
  public SubmissionJson regraded(int revision, double score) {
    return with("revision", revision).score(score);
  }

  /** The users for whom it counts. */
  public List<String> userIds() {
    var users =
        fields.containsKey("users") ? (List<?>) fields.get("users") : List.of(fields.get("user"));
    return users.stream().map(user -> (String) ((Map<?, ?>) user).get("id")).toList();
  }

  public String id() {
    return (String) fields.get("submission_id");
  }

  public String problemId() {
    return (String) holder("problem.id").get("id");
  }

  /** The JSON members to send. */
  @JsonValue
  public Map<String, Object> fields() {
    return fields;
  }

  private SubmissionJson copy() {
    var copy = new LinkedHashMap<>(fields);
    copy.replaceAll((name, value) -> value instanceof Map<?, ?> m ? new LinkedHashMap<>(m) : value);
    return new SubmissionJson(copy);
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> holder(String path) {
    return path.contains(".")
        ? (Map<String, Object>) fields.get(path.substring(0, path.indexOf('.')))
        : fields;
  }

  private static String name(String path) {
    return path.substring(path.indexOf('.') + 1);
  }
}
