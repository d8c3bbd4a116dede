package dev.laurel.submission.results;

import dev.laurel.errors.FieldError;
import dev.laurel.submission.Outcome;
import dev.laurel.submission.Outcome.Status;
import dev.laurel.submission.SubmissionRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares requests with the revisions received before: what repeats or contradicts them. */
final class RevisionComparison {
  private RevisionComparison() {}

  /** Rejects a regrade of another user's work or of another exercise, a mix-up of the grader's. */
  static Optional<Outcome> contradiction(Submission row, SubmissionRequest regrade) {
    var errors = new ArrayList<FieldError>();
    if (regrade.isOfTeam() != row.isOfTeam()) {
      errors.add(otherKind(regrade));
    } else if (!row.isOfTeam() && !regrade.user().id().equals(row.graded.userId())) {
      errors.add(
          new FieldError("user.id", "is not the user of the revision that this one follows"));
    }
    if (!regrade.problem().id().equals(row.graded.exercise().id())) {
      errors.add(
          new FieldError("problem.id", "is not the problem of the revision that this one follows"));
    }
    return errors.isEmpty()
        ? Optional.empty()
        : Optional.of(Outcome.rejected(row.submissionId, regrade.revision(), errors));
  }

  private static FieldError otherKind(SubmissionRequest request) {
    return request.isOfTeam()
        ? new FieldError("users", "follows the result of a single user, not of a team")
        : new FieldError("user", "follows the result of a team, not of a single user");
  }

  /**
   * The answer to a request with the identity of this revision. With the same content it repeats
   * the first answer, else it is rejected: the grader has given one name to two results.
   *
   * @param rows those of the revision
   * @param expired members whose part in it is not kept any more
   */
  static Outcome answer(SubmissionRequest request, List<Submission> rows, Set<String> expired) {
    var first = rows.get(0);
    var differences =
        request.isOfTeam() == first.isOfTeam()
            ? differences(first, request)
            : List.of(otherKind(request));
    if (request.isOfTeam() && differences.isEmpty()) {
      differences = otherMembers(request, rows, expired);
    }
    return differences.isEmpty()
        ? Submission.toOutcome(rows, Status.duplicate)
        : Outcome.conflict(request.submissionId(), request.revision(), differences);
  }

  private static List<FieldError> otherMembers(
      SubmissionRequest request, List<Submission> rows, Set<String> expired) {
    var given = new HashSet<>(request.userIds());
    given.removeAll(expired);
    return given.equals(rows.stream().map(row -> row.member).collect(Collectors.toSet()))
        ? List.of()
        : List.of(new FieldError("users", "are not those of the result received before"));
  }

  /**
   * True if a regrade says nothing new about the work: neither its grade nor its class, its time or
   * what it is counted by. When it was graded again is nothing new if it says when the work was
   * handed in.
   */
  static boolean isRepeated(Submission row, SubmissionRequest regrade) {
    return differences(row, regrade).stream()
        .map(FieldError::field)
        .filter(field -> !field.equals("problem.title"))
        .allMatch(field -> field.equals("graded_at") && regrade.submittedAt() != null);
  }

  /**
   * The fields in which a request differs. Fields that it leaves to the service do not differ; the
   * user's name is no part of the result, and may have changed since.
   */
  private static List<FieldError> differences(Submission row, SubmissionRequest request) {
    var graded = row.graded;
    var exercise = graded.exercise();
    var same = new LinkedHashMap<String, Boolean>();
    same.put("user.id", row.isOfTeam() || request.user().id().equals(graded.userId()));
    same.put("class_id", Objects.equals(request.classId(), graded.classId()));
    same.put("kind", request.kind() == graded.kind());
    same.put("problem.id", request.problem().id().equals(exercise.id()));
    same.put("problem.title", request.problem().title().equals(exercise.title()));
    same.put("problem.points", Objects.equals(request.problem().points(), exercise.points()));
    same.put("score", request.score() == graded.score());
    same.put("max_score", request.maxScore() == graded.maxScore());
    same.put("points_earned", Objects.equals(request.pointsEarned(), graded.givenPoints()));
    same.put("attempt_number", isAbsentOr(graded.attemptNumber(), request.attemptNumber()));
    same.put("submitted_at", isAbsentOr(graded.submittedAt(), request.submittedAt()));
    same.put("graded_at", isAbsentOr(graded.gradedAt(), request.gradedAt()));
    same.put("passed", isAbsentOr(graded.completed(), request.passed()));
    var labels = graded.labels();
    same.put("tags", labels.with(request.tags(), null).equals(labels));
    same.put("metrics", labels.with(null, request.metrics()).equals(labels));
    return same.entrySet().stream()
        .filter(field -> !field.getValue())
        .map(field -> new FieldError(field.getKey(), "is not that of the result received before"))
        .toList();
  }

  private static boolean isAbsentOr(Object expected, Object given) {
    return given == null || given.equals(expected);
  }
}
