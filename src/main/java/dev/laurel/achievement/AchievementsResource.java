package dev.laurel.achievement;

import dev.laurel.achievement.criterion.Measure;
import dev.laurel.errors.DryRun;
import dev.laurel.errors.Identifier;
import dev.laurel.rehearsal.Rehearsals;
import dev.laurel.security.Caller;
import dev.laurel.security.Roles;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
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
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The achievements that everybody may earn. */
@Path("/api/achievements")
@Tag(name = "Achievements")
class AchievementsResource extends DefinitionsResource {
  private final AchievementProgress progress;
  private final SecurityIdentity identity;

  AchievementsResource(
      Definitions definitions,
      Rehearsals rehearsals,
      AchievementProgress progress,
      SecurityIdentity identity) {
    super(definitions, rehearsals);
    this.progress = progress;
    this.identity = identity;
  }

  @GET
  @Authenticated
  @Operation(
      summary = "List the achievements that everybody may earn",
      description = "Instructors and operators also see inactive ones.")
  public List<Definition> list() {
    var seesAll = identity.hasRole(Roles.INSTRUCTOR) || identity.hasRole(Roles.OPERATOR);
    return listed(null, seesAll);
  }

  @GET
  @Path("/progress")
  @Authenticated
  @Operation(summary = "What the caller has counted of everything, by measure")
  public Map<Measure, Long> progress() {
    return progress.counters(Caller.of(identity).id());
  }

  @POST
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      summary = "Add an achievement that everybody may earn",
      description =
          "Who has met its criteria already gets it in the background, with an event unless \"announce\" is false.")
  @APIResponse(
      responseCode = "201",
      description = "Added",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Definition.class)))
  public Response add(
      @Valid @NotNull Definition definition, @QueryParam(DryRun.NAME) @DryRun String dryRun) {
    return added(null, definition, dryRun);
  }

  @PUT
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      summary = "Add or change achievements that everybody may earn",
      description =
          "Achievements that the request does not name stay. One with new criteria is counted over what is there"
              + " already, as when it is added.")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Definition[].class)))
  public Response put(
      @NotNull @Size(min = 1, max = 500) List<@Valid @NotNull Definition> list,
      @QueryParam(DryRun.NAME) @DryRun String dryRun) {
    return changed(null, list, dryRun);
  }

  @PUT
  @Path("/{id}")
  @RolesAllowed(Roles.OPERATOR)
  @Operation(summary = "Add or change an achievement that everybody may earn")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Definition.class)))
  public Response put(
      @PathParam("id") @Identifier String id,
      @Valid @NotNull Definition definition,
      @QueryParam(DryRun.NAME) @DryRun String dryRun) {
    return changed(null, id, definition, dryRun);
  }

  @DELETE
  @Path("/{id}")
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      summary = "Delete an achievement that nobody has earned",
      description = "409 if somebody has; then make it inactive.")
  @APIResponse(responseCode = "204", description = "Deleted")
  public Response delete(
      @PathParam("id") @Identifier String id, @QueryParam(DryRun.NAME) @DryRun String dryRun) {
    return deleted(null, id, dryRun);
  }
}
