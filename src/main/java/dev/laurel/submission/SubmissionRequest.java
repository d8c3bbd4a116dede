package dev.laurel.submission;

import dev.laurel.errors.FieldError;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.Text;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A result as graders send it.
 *
 * @param revision 1 unless given
 * @param classId null where it belongs to no class
 * @param attemptNumber 1 unless given
 * @param gradedAt now unless given
 * @param passed whether the grade passes; unless given, the pass mark decides
 */
@RegisterForReflection
public record SubmissionRequest(
    @NotNull @Identifier String source,
    @NotNull @Identifier String submissionId,
    @Min(1) Integer revision,
    @NotNull @Valid User user,
    @Identifier String classId,
    @NotNull Kind kind,
    @NotNull @Valid Problem problem,
    @NotNull @PositiveOrZero @Max(MAX_SCORE) Double score,
    @NotNull @Positive @Max(MAX_SCORE) Double maxScore,
    @Min(1) Integer attemptNumber,
    Instant gradedAt,
    Boolean passed) {

  static final long MAX_SCORE = 1_000_000_000;

  /** Graders' clocks may be this far ahead of ours. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  /** Whose result it is, by the name that others see. */
  @Schema(name = "Submitter")
  @RegisterForReflection
  public record User(
      @NotNull @Identifier String id, @NotNull @Text @Size(max = 150) String username) {}

  /**
   * What was solved.
   *
   * @param points what the full score is worth
   */
  @Schema(name = "ProblemSolved")
  @RegisterForReflection
  public record Problem(
      @NotNull @Identifier String id,
      @NotNull @Text @Size(max = 300) String title,
      @NotNull @Min(0) @Max(1_000_000) Integer points) {}

  public SubmissionRequest {
    revision = revision == null ? 1 : revision;
    attemptNumber = attemptNumber == null ? 1 : attemptNumber;
  }

  /** What is wrong with the fields taken together, once each by itself is right. */
  List<FieldError> contradictions(Instant now) {
    var errors = new ArrayList<FieldError>();
    if (score > maxScore) {
      errors.add(new FieldError("score", "must not be greater than max_score"));
    }
    if (gradedAt != null && gradedAt.isAfter(now.plus(CLOCK_SKEW))) {
      errors.add(new FieldError("graded_at", "must not be in the future"));
    }
    if (gradedAt != null && gradedAt.isBefore(EARLIEST)) {
      errors.add(new FieldError("graded_at", "must not be before " + EARLIEST));
    }
    return errors;
  }

  /**
   * The result as the rooms see it.
   *
   * @param timeZone the calendar of the class
   * @param passMark the part of the maximum that completes a problem
   * @param now when it was graded, unless it says so itself
   */
  public GradedSubmission graded(ZoneId timeZone, double passMark, Instant now) {
    var at = gradedAt == null ? now : gradedAt;
    return new GradedSubmission(
        source,
        submissionId,
        revision,
        user.id(),
        classId,
        kind,
        new GradedSubmission.Problem(problem.id(), problem.title(), problem.points()),
        score,
        maxScore,
        attemptNumber,
        at,
        LocalDate.ofInstant(at, timeZone),
        timeZone,
        passed != null ? passed : score / maxScore >= passMark);
  }
}
