package dev.laurel.submission.results;

import dev.laurel.errors.FieldError;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.Outcome;
import dev.laurel.submission.Outcome.Status;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.util.ArrayList;
import java.util.List;
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

  /** Rejects a regrade of another user's work or of another exercise, a mix-up of the grader's. */
  public Optional<Outcome> contradiction(GradedSubmission regrade) {
    var errors = new ArrayList<FieldError>();
    if (!regrade.userId().equals(graded.userId())) {
      errors.add(
          new FieldError("user.id", "is not the user of the revision that this one follows"));
    }
    if (!regrade.exercise().id().equals(graded.exercise().id())) {
      errors.add(
          new FieldError("problem.id", "is not the problem of the revision that this one follows"));
    }
    return errors.isEmpty()
        ? Optional.empty()
        : Optional.of(Outcome.rejected(submissionId, regrade.revision(), errors));
  }

  /** The answer to this revision, and to its repetitions. */
  public Outcome toOutcome(Status status) {
    return Outcome.of(submissionId, revision, status, pointsEarned, totalPoints, achievements);
  }
}
