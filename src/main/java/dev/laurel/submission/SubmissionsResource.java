package dev.laurel.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.laurel.course.ClassRights;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.Problem;
import dev.laurel.errors.ProblemException;
import dev.laurel.security.ClassScope;
import dev.laurel.security.Roles;
import dev.laurel.submission.Corrections.Withdrawal;
import dev.laurel.submission.Outcome.Status;
import dev.laurel.submission.results.SubmissionName;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Accepts results from graders, item by item: an invalid item costs no other; and takes them back.
 * Over 200 lines for what it says of its answers.
 */
@Path("/api/submissions")
@Tag(name = "Graders")
class SubmissionsResource {
  private static final int MAX_BATCH = 1_000;

  private final ResultIntake intake;
  private final SubmissionService service;
  private final SubmissionMetrics metrics;
  private final Corrections corrections;
  private final ClassRights rights;
  private final SecurityIdentity identity;

  SubmissionsResource(
      ResultIntake intake,
      SubmissionService service,
      SubmissionMetrics metrics,
      Corrections corrections,
      ClassRights rights,
      SecurityIdentity identity) {
    this.intake = intake;
    this.service = service;
    this.metrics = metrics;
    this.corrections = corrections;
    this.rights = rights;
    this.identity = identity;
  }

  @POST
  @RolesAllowed(Roles.GRADER)
  @Operation(
      summary = "Send one graded submission, or an array of them",
      description =
          "May be repeated: source, submission_id and revision identify a result. Another result with the same identity is"
              + " refused. The result of a team has users in place of user, and counts for each of them, once. An item of an array that is invalid or refused is rejected; the others are accepted.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(oneOf = {SubmissionRequest.class, SubmissionRequest[].class})))
  @APIResponse(
      responseCode = "201",
      description = "Accepted",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Outcome.class)))
  @APIResponse(
      responseCode = "200",
      description =
          "Received before, or older than a revision received before; for an array, the outcomes in its order",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(oneOf = {Outcome.class, Outcome[].class})))
  @APIResponse(
      responseCode = "400",
      description = "Invalid; errors names the fields",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @APIResponse(
      responseCode = "409",
      description =
          "Another result was received under this identity; errors names the fields that differ",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @APIResponse(
      responseCode = "503",
      description = "Overloaded, or without its database; repeat after Retry-After",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @Blocking
  public Uni<Response> submit(JsonNode body) {
    if (body != null && body.isArray()) {
      if (body.size() > MAX_BATCH) {
        throw ProblemException.badRequest("At most " + MAX_BATCH + " submissions in one request.");
      }
      return submitValid(body).map(outcomes -> Response.ok(outcomes).build());
    }
    return submitValid(List.of(body == null ? NullNode.instance : body))
        .map(outcomes -> answer(outcomes.get(0)));
  }

  /** Submits the valid items and rejects the others; the outcomes are in the order of the items. */
  private Uni<List<Outcome>> submitValid(Iterable<JsonNode> items) {
    var outcomes = new ArrayList<Outcome>();
    var valid = new ArrayList<SubmissionRequest>();
    for (var item : items) {
      try {
        valid.add(read(item));
        outcomes.add(null);
      } catch (ProblemException e) {
        metrics.count(Status.rejected);
        outcomes.add(rejected(item, e.problem().errors()));
      }
    }
    boolean limited = ClassScope.of(identity).isLimited();
    return Uni.createFrom()
        .completionStage(service.submit(valid))
        .map(
            submitted -> {
              var next =
                  submitted.stream().map(made -> limited ? made.discreet() : made).iterator();
              outcomes.replaceAll(outcome -> outcome == null ? next.next() : outcome);
              return outcomes;
            });
  }

  private SubmissionRequest read(JsonNode item) {
    return intake.read(item, ClassScope.of(identity));
  }

  private static Outcome rejected(JsonNode item, List<FieldError> errors) {
    var id = item.path("submission_id");
    var revision = item.path("revision");
    return Outcome.rejected(
        id.isTextual() ? id.textValue() : null,
        revision.isInt() ? revision.intValue() : null,
        errors);
  }

  private static Response answer(Outcome outcome) {
    if (outcome.conflict()) {
      throw ProblemException.conflict(
          "Another result was received with this source, submission_id and revision.",
          outcome.errors());
    }
    if (outcome.outcome() == Status.rejected) {
      throw ProblemException.badRequest(outcome.errors());
    }
    return Response.status(outcome.outcome() == Status.accepted ? 201 : 200)
        .entity(outcome)
        .build();
  }

  @POST
  @Path("/{source}/{id}/withdrawal")
  @RolesAllowed({Roles.GRADER, Roles.INSTRUCTOR})
  @Operation(
      summary = "Withdraw a result",
      description =
          "As if it had never been: points, completions, streak and open seasons follow. Achievements stay; with"
              + " achievements=recount those go, with their points, that were earned and that the rest of the results does"
              + " not meet. Sent again it withdraws nothing more. A later revision of the submission counts again.")
  @APIResponse(responseCode = "200", description = "What it changed")
  @APIResponse(responseCode = "404", description = "No such submission is kept")
  @APIResponse(responseCode = "409", description = "The class is archived")
  public Withdrawal withdraw(
      @PathParam("source") @Identifier String source,
      @PathParam("id") @Identifier String id,
      @QueryParam("achievements") @DefaultValue("keep") @Pattern(regexp = "keep|recount")
          String achievements) {
    var name = new SubmissionName(source, id);
    rights.requireGraderOrInstructor(
        corrections.find(name).map(GradedSubmission::classId).orElse(null));
    return corrections
        .withdraw(name, "recount".equals(achievements))
        .orElseThrow(SubmissionsResource::unknown);
  }

  private static ProblemException unknown() {
    return ProblemException.notFound("No such submission is kept.");
  }
}
