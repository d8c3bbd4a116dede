package dev.laurel.achievement.level;

import dev.laurel.notification.Frame.Level;
import dev.laurel.security.Roles;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The levels of all points. */
@Path("/api/levels")
@Tag(name = "Achievements")
class LevelsResource {
  private final Levels levels;

  LevelsResource(Levels levels) {
    this.levels = levels;
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
  public List<Level> replace(@NotNull @Size(max = 100) List<@Valid @NotNull Level> list) {
    levels.replace(null, LevelList.inOrder(list));
    return levels.ofClass(null);
  }
}
