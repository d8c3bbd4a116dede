package dev.laurel.rules;

import dev.laurel.course.ClassRights;
import dev.laurel.errors.DryRun;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.rehearsal.Rehearsals;
import dev.laurel.security.Roles;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets instructors decide how their classes count. */
@Path("/api/classes/{id}/rules")
@RolesAllowed(Roles.INSTRUCTOR)
@Tag(name = "Back office")
class RulesResource {
  private final RulesService rules;
  private final Rehearsals rehearsals;
  private final ClassRights rights;

  RulesResource(RulesService rules, Rehearsals rehearsals, ClassRights rights) {
    this.rules = rules;
    this.rehearsals = rehearsals;
    this.rights = rights;
  }

  @GET
  @Authenticated
  @Operation(summary = "How a class counts results")
  public ClassRules get(@PathParam("id") @Identifier String id) {
    rights.requireStaff(id);
    return rules.get(id);
  }

  @PUT
  @Operation(
      summary = "Change how a class counts results",
      description =
          "Replaces all rules of the class. Whoever has results that count differently by them is counted again, within"
              + " seconds, and hears of it by one points_update. With a version, which must be the present one, nobody"
              + " else's change is lost.")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ClassRules.class)))
  public Response put(
      @PathParam("id") @Identifier String id,
      @Valid @NotNull ClassRules request,
      @QueryParam(DryRun.NAME) @DryRun String dryRun) {
    rights.requireInstructor(id);
    ProblemException.refuse(request.contradictions());
    return Response.ok(rehearsals.answer(dryRun, id, () -> rules.put(id, request))).build();
  }
}
