package dev.laurel.submission;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.course.ClassRights;
import dev.laurel.course.Classes;
import dev.laurel.course.Learners;
import dev.laurel.course.Role;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.Hundredths;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.Moment;
import dev.laurel.errors.ProblemException;
import dev.laurel.errors.Text;
import dev.laurel.ids.UserId;
import dev.laurel.security.Roles;
import dev.laurel.submission.Corrections.Withdrawal;
import dev.laurel.submission.Outcome.Status;
import dev.laurel.submission.results.SubmissionName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Points given or taken by hand. An adjustment is a result of its own problem, with the reason as
 * its title, so that boards, seasons, revisions and repetitions treat it as they treat results.
 * Over 200 lines for what it says of its fields.
 */
@Path("/api/adjustments")
@RolesAllowed({Roles.GRADER, Roles.INSTRUCTOR})
@Tag(name = "Graders")
class AdjustmentsResource {
  private static final Set<Status> STORED = EnumSet.of(Status.accepted, Status.kept);

  /** Begins the ids of adjustments and of their problems. No identifier of a grader has a tab. */
  private static final String MARK = "\t";

  /** The fields of a result by which an adjustment's are compared. */
  private static final Map<String, String> FIELDS =
      Map.of(
          "user.id", "user_id",
          "problem.points", "points",
          "problem.title", "reason",
          "submitted_at", "at");

  /**
   * An adjustment.
   *
   * @param source who gives it; {@code id} is unique within it
   * @param revision 1 by default; a higher one replaces the adjustment
   * @param classId null for the points of the global board alone, which only graders may change
   * @param points with a sign
   * @param reason as the student reads it
   * @param at now by default; decides for which seasons it counts
   */
  @RegisterForReflection
  record AdjustmentRequest(
      @NotNull @Identifier String source,
      @NotNull @Identifier String id,
      @Min(1) Integer revision,
      @NotNull @UserId String userId,
      @Identifier String classId,
      @NotNull @Hundredths(min = -SubmissionRequest.MAX_POINTS, max = SubmissionRequest.MAX_POINTS)
          Integer points,
      @NotNull @Text @Size(max = 300) String reason,
      @Moment Instant at) {}

  /**
   * The answer to an adjustment.
   *
   * @param pointsEarned the change of the points; 0 for a repetition of an older revision
   * @param totalPoints the user's points afterwards
   */
  @RegisterForReflection
  record Adjustment(
      String source,
      String id,
      int revision,
      Status outcome,
      @Hundredths long pointsEarned,
      @Hundredths long totalPoints) {}

  private final Grading grading;
  private final Corrections corrections;
  private final Classes classes;
  private final Learners learners;
  private final ClassRights rights;
  private final Audit audit;
  private final Clock clock;

  AdjustmentsResource(
      Grading grading,
      Corrections corrections,
      Classes classes,
      Learners learners,
      ClassRights rights,
      Audit audit,
      Clock clock) {
    this.grading = grading;
    this.corrections = corrections;
    this.classes = classes;
    this.learners = learners;
    this.rights = rights;
    this.audit = audit;
    this.clock = clock;
  }

  @POST
  @Operation(
      summary = "Give or take points by hand",
      description =
          "May be repeated: source, id and revision identify it. The student is told, with the reason. It completes nothing"
              + " and counts for no streak.")
  @APIResponse(responseCode = "200", description = "Received before")
  @APIResponse(responseCode = "201", description = "It counts")
  @APIResponse(
      responseCode = "409",
      description = "Another adjustment has this identity, or the class is archived")
  public Response adjust(@Valid @NotNull AdjustmentRequest request) {
    rights.requireGraderOrInstructor(request.classId());
    var before = corrections.find(name(request.source(), request.id()));
    before.ifPresent(adjustment -> rights.requireGraderOrInstructor(adjustment.classId()));
    classes.requireNotArchived(
        Arrays.asList(request.classId(), before.map(GradedSubmission::classId).orElse(null)));
    var name = learners.username(request.userId());
    if (name.isEmpty() || !isStudent(request)) {
      var message =
          request.classId() == null
              ? "is not known"
              : "is no student of the class " + request.classId();
      throw ProblemException.badRequest("user_id", message);
    }
    if (request.at() != null && request.at().isAfter(clock.instant())) {
      throw ProblemException.badRequest("at", "must not be in the future");
    }
    return answer(
        request,
        grading.grade(submission(request, name.get()), outcome -> record(request, outcome)));
  }

  private void record(AdjustmentRequest request, Outcome outcome) {
    if (STORED.contains(outcome.outcome())) {
      audit.recordOfUser(
          AuditAction.POINTS_ADJUSTED, request.userId(), request.source() + " " + request.id());
    }
  }

  private static SubmissionName name(String source, String id) {
    return new SubmissionName(source, MARK + id);
  }

  @DELETE
  @Path("/{source}/{id}")
  @Operation(
      summary = "Take an adjustment back",
      description =
          "As if it had never been. With achievements=recount those achievements go too that the rest does not meet.")
  @APIResponse(responseCode = "404", description = "No such adjustment is kept")
  @APIResponse(responseCode = "409", description = "The class is archived")
  public Withdrawal revoke(
      @PathParam("source") @Identifier String source,
      @PathParam("id") @Identifier String id,
      @QueryParam("achievements") @DefaultValue("keep") @Pattern(regexp = "keep|recount")
          String achievements) {
    var name = name(source, id);
    rights.requireGraderOrInstructor(
        corrections.find(name).map(GradedSubmission::classId).orElse(null));
    var withdrawn =
        corrections
            .withdraw(name, "recount".equals(achievements))
            .orElseThrow(AdjustmentsResource::unknown);
    return new Withdrawal(source, id, withdrawn.pointsEarned(), withdrawn.totalPoints());
  }

  private static ProblemException unknown() {
    return ProblemException.notFound("No such adjustment is kept.");
  }

  private boolean isStudent(AdjustmentRequest request) {
    return request.classId() == null
        || classes
            .role(request.classId(), request.userId())
            .filter(Role.student::equals)
            .isPresent();
  }

  static SubmissionRequest submission(AdjustmentRequest request, String name) {
    return new SubmissionRequest(
        request.source(),
        MARK + request.id(),
        request.revision(),
        new SubmissionRequest.User(request.userId(), name),
        null,
        request.classId(),
        Kind.adjustment,
        new Exercise(MARK + request.id(), request.reason(), request.points()),
        1.0,
        1.0,
        null,
        1,
        request.at(),
        null,
        false,
        null,
        null,
        null,
        null);
  }

  /** The errors of an outcome, by the fields of an adjustment. */
  static List<FieldError> errors(Outcome outcome) {
    return outcome.errors().stream()
        .map(
            error ->
                new FieldError(FIELDS.getOrDefault(error.field(), error.field()), error.message()))
        .toList();
  }

  private static Response answer(AdjustmentRequest request, Outcome outcome) {
    if (outcome.outcome() == Status.rejected) {
      var errors = errors(outcome);
      throw outcome.conflict()
          ? ProblemException.conflict(
              "Another adjustment was received with this source, id and revision.", errors)
          : ProblemException.badRequest(errors);
    }
    return Response.status(outcome.outcome() == Status.accepted ? 201 : 200)
        .entity(
            new Adjustment(
                request.source(),
                request.id(),
                outcome.revision(),
                outcome.outcome(),
                outcome.pointsEarned(),
                outcome.totalPoints()))
        .build();
  }
}
