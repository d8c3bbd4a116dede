package dev.laurel.achievement.level;

import dev.laurel.course.ClassRights;
import dev.laurel.errors.DryRun;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.notification.Frame.Level;
import dev.laurel.rehearsal.Rehearsals;
import dev.laurel.security.Roles;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
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

/** The levels of the points in a class. */
@Path("/api/classes/{id}/levels")
@Authenticated
@Tag(name = "Achievements")
class ClassLevelsResource {
  private final Levels levels;
  private final Rehearsals rehearsals;
  private final ClassRights rights;

  ClassLevelsResource(Levels levels, Rehearsals rehearsals, ClassRights rights) {
    this.levels = levels;
    this.rehearsals = rehearsals;
    this.rights = rights;
  }

  @GET
  @Operation(
      summary = "List the levels of the points in a class, the lowest first",
      description = "For its members.")
  public List<Level> list(@PathParam("id") @Identifier String classId) {
    if (rights.role(classId).isEmpty()) {
      throw ProblemException.forbidden("Only members of a class see its levels.");
    }
    return levels.ofClass(classId);
  }

  @PUT
  @RolesAllowed(Roles.INSTRUCTOR)
  @Operation(
      summary = "Replace the levels of the points in a class",
      description = "Who is above one already is not notified; GET /api/me shows it.")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Level[].class)))
  public Response replace(
      @PathParam("id") @Identifier String classId,
      @NotNull @Size(max = 100) List<@Valid @NotNull Level> list,
      @QueryParam(DryRun.NAME) @DryRun String dryRun) {
    rights.requireInstructor(classId);
    var inOrder = LevelList.inOrder(list);
    return Response.ok(rehearsals.answer(dryRun, classId, () -> levels.replace(classId, inOrder)))
        .build();
  }
}
