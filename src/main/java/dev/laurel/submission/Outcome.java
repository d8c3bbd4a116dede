package dev.laurel.submission;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.Hundredths;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The answer to one submission.
 *
 * @param submissionId null for a rejected item without a readable one
 * @param revision null for a rejected item without a readable one
 * @param pointsEarned points for the exercise itself, of a team's result those of all members
 *     together; negative when a regrade took points away
 * @param totalPoints the user's points afterwards; null when rejected, and for a team
 * @param achievements those that the submission earned, in their order
 * @param members what the result of a team is for each of them; otherwise absent on the wire
 * @param errors of a rejected submission; otherwise null and absent on the wire
 * @param conflict whether it was rejected because another result has its identity
 */
@RegisterForReflection
public record Outcome(
    String submissionId,
    Integer revision,
    Status outcome,
    @Hundredths Long pointsEarned,
    @Hundredths Long totalPoints,
    List<String> achievements,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<Member> members,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<FieldError> errors,
    @JsonIgnore boolean conflict) {

  /** The names are those of the wire and of the database. */
  @Schema(name = "OutcomeStatus")
  public enum Status {
    /** It counts. */
    accepted,
    /** It is stored, but another back end's numbers count in its class. */
    kept,
    /** It is kept back until its release. */
    held,
    /** The same was received before; the outcome repeats the first answer. */
    duplicate,
    /** A later revision was received before; this one changes nothing. */
    superseded,
    /** It is not valid, or contradicts what was received before. */
    rejected
  }

  /**
   * A member's part in the outcome of a team's result.
   *
   * @param totalPoints the member's points afterwards
   */
  @Schema(name = "MemberOutcome")
  public record Member(
      String userId,
      @Hundredths int pointsEarned,
      @Hundredths long totalPoints,
      List<String> achievements) {}

  public static Outcome of(
      String submissionId,
      int revision,
      Status status,
      int pointsEarned,
      long totalPoints,
      List<String> achievements) {
    return new Outcome(
        submissionId,
        revision,
        status,
        (long) pointsEarned,
        totalPoints,
        List.copyOf(achievements),
        null,
        null,
        false);
  }

  /** The answer to a team's result. */
  public static Outcome ofTeam(
      String submissionId, int revision, Status status, List<Member> members) {
    return new Outcome(
        submissionId,
        revision,
        status,
        members.stream().mapToLong(Member::pointsEarned).sum(),
        null,
        members.stream().flatMap(member -> member.achievements().stream()).distinct().toList(),
        List.copyOf(members),
        null,
        false);
  }

  public static Outcome rejected(String submissionId, Integer revision, List<FieldError> errors) {
    return rejected(submissionId, revision, errors, false);
  }

  /** Rejects a result whose identity another one has, which differs from it in some fields. */
  public static Outcome conflict(String submissionId, int revision, List<FieldError> errors) {
    return rejected(submissionId, revision, errors, true);
  }

  /**
   * The same for those who may know nothing of the results of another class: by what else differs
   * from one, its grade could be guessed.
   */
  Outcome discreet() {
    var otherClass =
        Stream.ofNullable(conflict ? errors : null)
            .flatMap(List::stream)
            .filter(error -> error.field().equals("class_id"))
            .toList();
    return otherClass.isEmpty() ? this : conflict(submissionId, revision, otherClass);
  }

  private static Outcome rejected(
      String submissionId, Integer revision, List<FieldError> errors, boolean conflict) {
    return new Outcome(
        submissionId,
        revision,
        Status.rejected,
        null,
        null,
        null,
        null,
        List.copyOf(errors),
        conflict);
  }
}
