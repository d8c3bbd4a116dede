package dev.laurel.submission.results;

import dev.laurel.errors.FieldError;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.Outcome;
import dev.laurel.submission.Outcome.Status;
import dev.laurel.submission.SubmissionRequest;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.annotations.Immutable;

/**
 * One revision of a submission, with its first outcome. Immutable for Hibernate, since only {@link
 * SubmissionBatch} writes it.
 */
@Entity
@Immutable
@IdClass(Submission.Key.class)
public class Submission extends PanacheEntityBase {
  record Key(String source, String submissionId, int revision) {}

  @Id public String source;
  @Id public String submissionId;
  @Id public int revision;
  @Embedded public GradedSubmission graded;

  /** True if this is the revision that counts. */
  public boolean current;

  /** True if this revision is to count when it is released. */
  public boolean held;

  /** True if this is the last revision of a submission that counts no longer. */
  public boolean withdrawn;

  @Enumerated(EnumType.STRING)
  public Status outcome;

  public int pointsEarned;
  public long totalPoints;
  public List<String> achievements = List.of();

  public static Submission of(GradedSubmission graded) {
    var submission = new Submission();
    submission.source = graded.source();
    submission.submissionId = graded.submissionId();
    submission.revision = graded.revision();
    submission.graded = graded;
    return submission;
  }

  /** The newest revision received under a name. */
  public static Optional<Submission> newest(SubmissionName name) {
    return Submission.<Submission>find(
            "source = ?1 and submissionId = ?2 order by revision desc",
            name.source(),
            name.submissionId())
        .firstResultOptional();
  }

  /**
   * Results of a class for an exercise that are kept back, in the order of their users.
   *
   * @param source null for those of all sources
   */
  public static List<Submission> held(String classId, String problemId, String source, int limit) {
    return Submission.<Submission>find(
            """
            held and graded.classId = ?1 and graded.exercise.id = ?2 and (?3 is null or source = ?3)
            order by graded.userId""",
            classId,
            problemId,
            source)
        .page(0, limit)
        .list();
  }

  /** Rejects a regrade of another user's work or of another exercise, a mix-up of the grader's. */
  public Optional<Outcome> contradiction(SubmissionRequest regrade) {
    var errors = new ArrayList<FieldError>();
    if (!regrade.user().id().equals(graded.userId())) {
      errors.add(
          new FieldError("user.id", "is not the user of the revision that this one follows"));
    }
    if (!regrade.problem().id().equals(graded.exercise().id())) {
      errors.add(
          new FieldError("problem.id", "is not the problem of the revision that this one follows"));
    }
    return errors.isEmpty()
        ? Optional.empty()
        : Optional.of(Outcome.rejected(submissionId, regrade.revision(), errors));
  }

  /**
   * The answer to a request with the identity of this revision. With the same content it repeats
   * the first answer, else it is rejected: the grader has given one name to two results.
   */
  Outcome answer(SubmissionRequest request) {
    var differences = differences(request);
    return differences.isEmpty()
        ? toOutcome(Status.duplicate)
        : Outcome.conflict(submissionId, revision, differences);
  }

  /**
   * True if a regrade says nothing new about the work: neither its grade nor its class, its time or
   * what it is counted by. When it was graded again is nothing new if it says when the work was
   * handed in.
   */
  boolean isRepeatedBy(SubmissionRequest regrade) {
    return differences(regrade).stream()
        .map(FieldError::field)
        .filter(field -> !field.equals("problem.title"))
        .allMatch(field -> field.equals("graded_at") && regrade.submittedAt() != null);
  }

  /**
   * The fields in which a request differs. Fields that it leaves to the service do not differ; the
   * user's name is no part of the result, and may have changed since.
   */
  private List<FieldError> differences(SubmissionRequest request) {
    var exercise = graded.exercise();
    var same = new LinkedHashMap<String, Boolean>();
    same.put("user.id", request.user().id().equals(graded.userId()));
    same.put("class_id", Objects.equals(request.classId(), graded.classId()));
    same.put("kind", request.kind() == graded.kind());
    same.put("problem.id", request.problem().id().equals(exercise.id()));
    same.put("problem.title", request.problem().title().equals(exercise.title()));
    same.put("problem.points", request.problem().points().equals(exercise.points()));
    same.put("score", request.score() == graded.score());
    same.put("max_score", request.maxScore() == graded.maxScore());
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

  /** The answer to this revision, and to its repetitions. */
  public Outcome toOutcome(Status status) {
    return Outcome.of(submissionId, revision, status, pointsEarned, totalPoints, achievements);
  }
}
