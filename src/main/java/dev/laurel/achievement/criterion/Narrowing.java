package dev.laurel.achievement.criterion;

import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.Kind;
import dev.laurel.submission.SubmissionRequest;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Set;

/**
 * The results that a criterion counts: those that meet all of its conditions, each of which may be
 * missing.
 *
 * @param classId null for results in any class and outside classes
 * @param kind null for any
 * @param problemIds of any source; empty for all problems
 * @param tag null for results with any tags and without
 * @param hours in the time zone of the class; null for the whole day
 * @param from null for always
 * @param until the first moment that is too late; null for never
 */
public record Narrowing(
    String classId,
    Kind kind,
    Set<String> problemIds,
    String tag,
    Hours hours,
    Instant from,
    Instant until) {
  static final Narrowing NONE = new Narrowing(null, null, Set.of(), null, null, null, null);

  public Narrowing {
    problemIds = Set.copyOf(problemIds);
  }

  static Narrowing ofClass(String classId) {
    return new Narrowing(classId, null, Set.of(), null, null, null, null);
  }

  /** A balance matches only if any result of its class does, since its results are not known. */
  boolean matches(GradedSubmission result) {
    var at = result.submittedAt();
    return isOf(result.classId(), result.kind(), result.exercise().id())
        && (!result.kind().hasBalance() || equals(NONE) || equals(ofClass(classId)))
        && (tag == null || result.labels().tags().contains(tag))
        && (hours == null || hours.contains(LocalTime.ofInstant(at, result.timeZone())))
        && (from == null || !at.isBefore(from))
        && (until == null || at.isBefore(until));
  }

  /**
   * False if the result of a request cannot match. That of a regrade, or the result that it takes
   * the place of, always may.
   */
  boolean mayMatch(SubmissionRequest request) {
    return request.revision() > 1
        || isOf(request.classId(), request.kind(), request.problem().id())
            && (tag == null || request.tags() != null && request.tags().contains(tag));
  }

  private boolean isOf(String otherClass, Kind otherKind, String problemId) {
    return (classId == null || classId.equals(otherClass))
        && (kind == null || kind == otherKind)
        && (problemIds.isEmpty() || problemIds.contains(problemId));
  }
}
