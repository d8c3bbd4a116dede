package dev.laurel.achievement;

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
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The achievements that the students of a class may earn, with results in the class. */
@Path("/api/classes/{id}/achievements")
@Authenticated
@Tag(name = "Achievements")
class ClassAchievementsResource extends DefinitionsResource {
  private final ClassRights rights;

  ClassAchievementsResource(Definitions definitions, Rehearsals rehearsals, ClassRights rights) {
    super(definitions, rehearsals);
    this.rights = rights;
  }

  @GET
  @Operation(
      summary = "List the achievements of a class",
      description = "For its members; instructors also see inactive ones.")
  public List<Definition> list(@PathParam("id") @Identifier String classId) {
    var role =
        rights
            .role(classId)
            .orElseThrow(
                () -> ProblemException.forbidden("Only members of a class see its achievements."));
    return listed(classId, role.isStaff());
  }

  @POST
  @RolesAllowed(Roles.INSTRUCTOR)
  @Operation(
      summary = "Add an achievement of a class",
      description =
          "Only results in the class count. Who has met its criteria already gets it in the background, with an event"
              + " unless \"announce\" is false.")
  @APIResponse(
      responseCode = "201",
      description = "Added",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Definition.class)))
  public Response add(
      @PathParam("id") @Identifier String classId,
      @Valid @NotNull Definition definition,
      @QueryParam(DryRun.NAME) @DryRun String dryRun) {
    rights.requireInstructor(classId);
    return added(classId, definition, dryRun);
  }

  @PUT
  @RolesAllowed(Roles.INSTRUCTOR)
  @Operation(
      summary = "Add or change achievements of a class",
      description = "Achievements that the request does not name stay.")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Definition[].class)))
  public Response put(
      @PathParam("id") @Identifier String classId,
      @NotNull @Size(min = 1, max = 500) List<@Valid @NotNull Definition> list,
      @QueryParam(DryRun.NAME) @DryRun String dryRun) {
    rights.requireInstructor(classId);
    return changed(classId, list, dryRun);
  }

  @PUT
  @Path("/{achievement}")
  @RolesAllowed(Roles.INSTRUCTOR)
  @Operation(summary = "Add or change an achievement of a class")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Definition.class)))
  public Response put(
      @PathParam("id") @Identifier String classId,
      @PathParam("achievement") @Identifier String id,
      @Valid @NotNull Definition definition,
      @QueryParam(DryRun.NAME) @DryRun String dryRun) {
    rights.requireInstructor(classId);
    return changed(classId, id, definition, dryRun);
  }

  @DELETE
  @Path("/{achievement}")
  @RolesAllowed(Roles.INSTRUCTOR)
  @Operation(
      summary = "Delete an achievement of a class that nobody has earned",
      description = "409 if somebody has; then make it inactive.")
  @APIResponse(responseCode = "204", description = "Deleted")
  public Response delete(
      @PathParam("id") @Identifier String classId,
      @PathParam("achievement") @Identifier String id,
      @QueryParam(DryRun.NAME) @DryRun String dryRun) {
    rights.requireInstructor(classId);
    return deleted(classId, id, dryRun);
  }
}
