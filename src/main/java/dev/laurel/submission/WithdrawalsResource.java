package dev.laurel.submission;

import dev.laurel.course.ClassRights;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.security.Roles;
import dev.laurel.submission.Corrections.Withdrawal;
import dev.laurel.submission.results.SubmissionName;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Takes results back. */
@Path("/api/submissions/{source}/{id}/withdrawal")
@RolesAllowed({Roles.GRADER, Roles.INSTRUCTOR})
@Tag(name = "Graders")
class WithdrawalsResource {
  private final Corrections corrections;
  private final ClassRights rights;

  WithdrawalsResource(Corrections corrections, ClassRights rights) {
    this.corrections = corrections;
    this.rights = rights;
  }

  @POST
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
        .orElseThrow(WithdrawalsResource::unknown);
  }

  private static ProblemException unknown() {
    return ProblemException.notFound("No such submission is kept.");
  }
}
