package dev.laurel.achievement.criterion;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.laurel.achievement.criterion.Criterion.Combination;
import dev.laurel.achievement.criterion.Criterion.Count;
import dev.laurel.achievement.criterion.Criterion.Granted;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.Moment;
import dev.laurel.submission.Kind;
import dev.laurel.submission.SubmissionRequest;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A {@link Criterion} on the wire and in the database: a counter, {@code
 * {"type":"completions","threshold":5}}, which further fields narrow to some results, one of {@code
 * all_of}, {@code any_of} and {@code n_of} with a list of the same, or {@code {"type":"granted"}}.
 * Over 200 lines, since each combination of fields has an error of its own.
 *
 * @param threshold the least number of a counter, in whole points for {@code points}
 * @param metric with the type {@code metric}, the name of the number that graders count
 * @param classId only results in this class
 * @param problemIds only results for these problems
 * @param tag only results with this tag
 * @param hours only results handed in at these hours, in the time zone of their class
 * @param from only results handed in since
 * @param until only results handed in before
 * @param n how many of {@code n_of} must be met
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Criteria(
    Measure type,
    @Min(1) Long threshold,
    @Pattern(regexp = SubmissionRequest.METRIC, message = "must be a name that metrics can have")
        String metric,
    @Identifier String classId,
    Kind kind,
    @Size(min = 1, max = 100) List<@NotNull @Identifier String> problemIds,
    @Identifier @Size(max = 64) String tag,
    @Valid Hours hours,
    @Moment Instant from,
    @Moment Instant until,
    @Size(min = 1, max = 10) List<@NotNull @Valid Criteria> allOf,
    @Size(min = 1, max = 10) List<@NotNull @Valid Criteria> anyOf,
    @Size(min = 1, max = 10) List<@NotNull @Valid Criteria> nOf,
    @Min(1) Integer n) {
  /** The deepest nesting of combinations: lists in lists in a list. */
  private static final int MAX_DEPTH = 3;

  /** The most counters of one achievement. */
  private static final int MAX_COUNTS = 20;

  /**
   * Errors that constraints of single fields do not find.
   *
   * @param path of this in the request
   * @param ofClass the class whose results alone may be counted; null for any
   */
  public List<FieldError> errors(String path, String ofClass) {
    var errors = new ArrayList<FieldError>();
    collect(path, ofClass, 0, errors);
    if (errors.isEmpty() && criterion(ofClass).counts().count() > MAX_COUNTS) {
      errors.add(new FieldError(path, "must have at most " + MAX_COUNTS + " counters"));
    }
    return errors;
  }

  private void collect(String path, String ofClass, int depth, List<FieldError> errors) {
    var lists = lists();
    if (lists.size() + (type == null ? 0 : 1) != 1) {
      errors.add(
          new FieldError(
              path + ".type", "must be given, or else one of all_of, any_of and n_of, and no two"));
      return;
    }
    if (type == Measure.granted) {
      checkGranted(path, depth, errors);
      return;
    }
    if (type != null) {
      checkCounter(path, ofClass, errors);
      return;
    }
    counterFields().entrySet().stream()
        .filter(field -> field.getValue() != null)
        .forEach(
            field ->
                errors.add(
                    new FieldError(
                        path + "." + field.getKey(), "belongs to the counters in the list")));
    if ((n == null) != (nOf == null)) {
      errors.add(new FieldError(path + ".n", "must be given with n_of, and only then"));
    } else if (n != null && n > nOf.size()) {
      errors.add(new FieldError(path + ".n", "must be at most the number of criteria in n_of"));
    }
    lists.forEach(
        (name, list) -> {
          if (depth == MAX_DEPTH) {
            errors.add(new FieldError(path + "." + name, "is nested too deeply"));
            return;
          }
          for (int i = 0; i < list.size(); i++) {
            list.get(i).collect(path + "." + name + "[" + i + "]", ofClass, depth + 1, errors);
          }
        });
  }

  private void checkGranted(String path, int depth, List<FieldError> errors) {
    if (depth > 0) {
      errors.add(
          new FieldError(path + ".type", "must be a counter, since no result meets granted"));
    }
    var others = counterFields();
    others.put("n", n);
    others.forEach(
        (field, value) -> {
          if (value != null) {
            errors.add(new FieldError(path + "." + field, "must not be given with granted"));
          }
        });
  }

  private void checkCounter(String path, String ofClass, List<FieldError> errors) {
    if (threshold == null) {
      errors.add(new FieldError(path + ".threshold", "must not be null"));
    }
    if ((type == Measure.metric) != (metric != null)) {
      errors.add(
          new FieldError(path + ".metric", "must be given with the type metric, and only then"));
    }
    if (n != null) {
      errors.add(new FieldError(path + ".n", "must be given with n_of, and only then"));
    }
    if (ofClass != null && classId != null && !classId.equals(ofClass)) {
      errors.add(
          new FieldError(path + ".class_id", "must be the class of the achievement, or left out"));
    }
    if (from != null && until != null && !until.isAfter(from)) {
      errors.add(new FieldError(path + ".until", "must be after from"));
    }
    if (hours != null && hours.from().equals(hours.to())) {
      errors.add(new FieldError(path + ".hours.to", "must not be equal to from"));
    }
  }

  private Map<String, List<Criteria>> lists() {
    var lists = new LinkedHashMap<String, List<Criteria>>();
    lists.put("all_of", allOf);
    lists.put("any_of", anyOf);
    lists.put("n_of", nOf);
    lists.values().removeIf(Objects::isNull);
    return lists;
  }

  private Map<String, Object> counterFields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("threshold", threshold);
    fields.put("metric", metric);
    fields.put("class_id", classId);
    fields.put("kind", kind);
    fields.put("problem_ids", problemIds);
    fields.put("tag", tag);
    fields.put("hours", hours);
    fields.put("from", from);
    fields.put("until", until);
    return fields;
  }

  /**
   * The criterion that this says, without {@link #errors}.
   *
   * @param ofClass the class whose results alone count; null for any
   */
  public Criterion criterion(String ofClass) {
    if (type == Measure.granted) {
      return new Granted();
    }
    if (type == null) {
      var of = allOf != null ? allOf : anyOf != null ? anyOf : nOf;
      int least = allOf != null ? of.size() : anyOf != null ? 1 : n;
      return new Combination(
          least, of.stream().map(criteria -> criteria.criterion(ofClass)).toList());
    }
    var problems = problemIds == null ? Set.<String>of() : Set.copyOf(problemIds);
    return new Count(
        type,
        metric,
        new Narrowing(classId == null ? ofClass : classId, kind, problems, tag, hours, from, until),
        threshold);
  }
}
