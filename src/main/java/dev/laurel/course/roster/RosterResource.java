package dev.laurel.course.roster;

import dev.laurel.course.ClassRights;
import dev.laurel.errors.DryRun;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.errors.Text;
import dev.laurel.security.Caller;
import dev.laurel.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets the staff of a class read its roster, and instructors and registrars change it. */
@Path("/api/classes/{id}/roster")
@Tag(name = "Back office")
class RosterResource {
  private static final String CSV = "text/csv";
  private static final String MAX_REMOVALS =
      "The most members who may leave the class by this, so that a list that is empty by mistake removes nobody; any number by default";
  private static final String DRY_RUN = "Answers with the difference, and changes nothing";

  /** A hint that the roster may mean one student by two ids. */
  @RegisterForReflection
  record SimilarIds(List<List<String>> similarIds) {}

  private final RosterService rosters;
  private final RosterTable table;
  private final ClassRights rights;
  private final SecurityIdentity identity;

  RosterResource(
      RosterService rosters, RosterTable table, ClassRights rights, SecurityIdentity identity) {
    this.rosters = rosters;
    this.table = table;
    this.rights = rights;
    this.identity = identity;
  }

  @GET
  @Authenticated
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "The roster of a class")
  public Roster get(@PathParam("id") @Identifier String id) {
    if (!identity.hasRole(Roles.REGISTRAR)) {
      rights.requireStaff(id);
    }
    return rosters.find(id).orElseThrow(() -> ProblemException.notFound("There is no such class."));
  }

  @GET
  @Authenticated
  @Produces(CSV)
  @Operation(hidden = true)
  public String getTable(@PathParam("id") @Identifier String id) {
    return table.write(get(id));
  }

  @PUT
  @RolesAllowed({Roles.INSTRUCTOR, Roles.REGISTRAR})
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Replace the roster of a class",
      description =
          "Creates the class if it does not exist. Members that the roster does not list leave the class. As text/csv"
              + " the body has a line of column names (id, username, role, section, display_name, team, team_name), then one for each member.")
  @APIResponse(responseCode = "204", description = "Replaced")
  @APIResponse(
      responseCode = "200",
      description =
          "Replaced, but some ids are easily mistaken for one another; or with dry_run the difference",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RosterDifference.class)))
  public Response replace(
      @PathParam("id") @Identifier String id,
      @Parameter(description = MAX_REMOVALS) @QueryParam("max_removals") @Min(0)
          Integer maxRemovals,
      @Parameter(description = DRY_RUN) @QueryParam(DryRun.NAME) @DryRun String dryRun,
      @Valid @NotNull Roster roster) {
    return write(id, roster, maxRemovals, dryRun);
  }

  @PUT
  @RolesAllowed({Roles.INSTRUCTOR, Roles.REGISTRAR})
  @Consumes(CSV)
  @Operation(hidden = true)
  public Response replaceByTable(
      @PathParam("id") @Identifier String id,
      @QueryParam("name") @Text @Size(max = 200) String name,
      @QueryParam("time_zone") String timeZone,
      @QueryParam("max_removals") @Min(0) Integer maxRemovals,
      @QueryParam(DryRun.NAME) @DryRun String dryRun,
      @NotNull String body) {
    var present = rosters.find(id).orElseGet(() -> rosters.empty(id));
    return write(
        id,
        table.read(
            body,
            name == null ? present.name() : name,
            timeZone == null ? present.timeZone().getId() : timeZone),
        maxRemovals,
        dryRun);
  }

  @PATCH
  @RolesAllowed({Roles.INSTRUCTOR, Roles.REGISTRAR})
  @Operation(
      summary = "Change single members of a class",
      description = "Adds or changes members, removes members, moves them to other sections.")
  @APIResponse(responseCode = "204", description = "Changed")
  @APIResponse(
      responseCode = "200",
      description =
          "Changed, but some ids are easily mistaken for one another; or with dry_run the difference",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RosterDifference.class)))
  public Response change(
      @PathParam("id") @Identifier String id,
      @Parameter(description = MAX_REMOVALS) @QueryParam("max_removals") @Min(0)
          Integer maxRemovals,
      @Parameter(description = DRY_RUN) @QueryParam(DryRun.NAME) @DryRun String dryRun,
      @Valid @NotNull RosterPatch patch) {
    return write(id, patch, maxRemovals, dryRun);
  }

  private Response write(String id, RosterRequest request, Integer maxRemovals, String dryRun) {
    boolean rehearsal = DryRun.ON.equals(dryRun);
    var how =
        new RosterWrite(
            Caller.of(identity).id(), identity.hasRole(Roles.REGISTRAR), maxRemovals, rehearsal);
    var difference = rosters.write(id, request, how);
    if (rehearsal) {
      return Response.ok(difference).type(MediaType.APPLICATION_JSON).build();
    }
    return difference.similarIds().isEmpty()
        ? Response.noContent().build()
        : Response.ok(new SimilarIds(difference.similarIds()))
            .type(MediaType.APPLICATION_JSON)
            .build();
  }
}
