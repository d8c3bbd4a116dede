package dev.laurel.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.laurel.errors.Problem;
import dev.laurel.errors.ProblemException;
import dev.laurel.security.Roles;
import dev.laurel.submission.Outcome.Status;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where graders hand in results. */
@Path("/api/submissions")
@Tag(name = "Graders")
class SubmissionsResource {
  private static final int MAX_BATCH = 1000;

  private final SubmissionIntake intake;

  SubmissionsResource(SubmissionIntake intake) {
    this.intake = intake;
  }

  @POST
  @RolesAllowed(Roles.GRADER)
  @Operation(
      summary = "Hand in one graded submission, or an array of them",
      description =
          "May be repeated freely: source, submission_id and revision identify a result. An invalid item of an array is"
              + " answered as rejected while the others go through.")
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
          "Received before, or overtaken by a later revision; for an array, the outcomes in its order",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(oneOf = {Outcome.class, Outcome[].class})))
  @APIResponse(
      responseCode = "400",
      description = "Not valid, with the fields at fault",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @APIResponse(
      responseCode = "503",
      description = "Too much to do; see Retry-After",
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
      return outcomes(body).map(outcomes -> Response.ok(outcomes).build());
    }
    return outcomes(List.of(body == null ? NullNode.instance : body))
        .map(outcomes -> answer(outcomes.get(0)));
  }

  private Uni<List<Outcome>> outcomes(Iterable<JsonNode> items) {
    return Uni.createFrom().completionStage(intake.submit(items));
  }

  private static Response answer(Outcome outcome) {
    if (outcome.outcome() == Status.rejected) {
      throw ProblemException.badRequest(outcome.errors());
    }
    return Response.status(outcome.outcome() == Status.accepted ? 201 : 200)
        .entity(outcome)
        .build();
  }
}
