package dev.laurel.submission;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.laurel.errors.FieldError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What came of one submission.
 *
 * @param submissionId null when the submission was too broken to tell
 * @param revision null when the submission was too broken to tell
 * @param pointsEarned what the problem itself brought; negative when a regrade took points away
 * @param totalPoints the user's points after everything; null when rejected
 * @param achievements those that the submission brought, in the order in which they were earned
 * @param errors what is wrong with a rejected submission; null otherwise, and then not on the wire
 */
@RegisterForReflection
public record Outcome(
    String submissionId,
    Integer revision,
    Status outcome,
    Integer pointsEarned,
    Long totalPoints,
    List<String> achievements,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<FieldError> errors) {

  /** The names are those of the wire and of the database. */
  @Schema(name = "OutcomeStatus")
  public enum Status {
    /** It counts. */
    accepted,
    /** It was received before; the outcome repeats what was answered then. */
    duplicate,
    /** A later revision was there first; it changes nothing. */
    superseded,
    /** It is not valid; see the errors. */
    rejected
  }

  public static Outcome of(
      String submissionId,
      int revision,
      Status status,
      int pointsEarned,
      long totalPoints,
      List<String> achievements) {
    return new Outcome(
        submissionId, revision, status, pointsEarned, totalPoints, List.copyOf(achievements), null);
  }

  public static Outcome rejected(String submissionId, Integer revision, List<FieldError> errors) {
    return new Outcome(
        submissionId, revision, Status.rejected, null, null, null, List.copyOf(errors));
  }
}
