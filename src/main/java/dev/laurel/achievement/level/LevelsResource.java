package dev.laurel.achievement.level;

import dev.laurel.errors.DryRun;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The levels of all points. */
@Path("/api/levels")
@Tag(name = "Achievements")
class LevelsResource {
  private final Levels levels;
  private final Rehearsals rehearsals;

  LevelsResource(Levels levels, Rehearsals rehearsals) {
    this.levels = levels;
    this.rehearsals = rehearsals;
  }

  @GET
  @Authenticated
  @Operation(summary = "List the levels of all points, the lowest first")
  public List<Level> list() {
    return levels.ofClass(null);
  }

  @PUT
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      summary = "Replace the levels of all points",
      description = "Who is above one already is not notified; GET /api/me shows it.")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Level[].class)))
  public Response replace(
      @NotNull @Size(max = 100) List<@Valid @NotNull Level> list,
      @QueryParam(DryRun.NAME) @DryRun String dryRun) {
    var inOrder = LevelList.inOrder(list);
    return Response.ok(rehearsals.answer(dryRun, null, () -> levels.replace(null, inOrder)))
        .build();
  }
}
