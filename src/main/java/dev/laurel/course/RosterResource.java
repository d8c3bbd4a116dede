package dev.laurel.course;

import dev.laurel.errors.FieldError;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.security.Caller;
import dev.laurel.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.HashSet;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets instructors replace rosters. */
@Path("/api/classes/{id}/roster")
@Tag(name = "Back office")
class RosterResource {
  private static final int MAX_MEMBERS = 20_000;

  /**
   * A hint that the roster may mean one student by two ids.
   *
   * @param similarIds ids of present and former members that differ only in case, or in the form of
   *     their characters; each is another student
   */
  @RegisterForReflection
  record SimilarIds(List<List<String>> similarIds) {}

  private final RosterService rosters;
  private final SecurityIdentity identity;

  RosterResource(RosterService rosters, SecurityIdentity identity) {
    this.rosters = rosters;
    this.identity = identity;
  }

  @PUT
  @RolesAllowed(Roles.INSTRUCTOR)
  @Operation(
      summary = "Replace the roster of a class",
      description =
          "Creates the class if it does not exist. Members that the roster does not list leave the class.")
  @APIResponse(responseCode = "204", description = "Replaced")
  @APIResponse(
      responseCode = "200",
      description = "Replaced, but some ids are easily mistaken for one another",
      content = @Content(schema = @Schema(implementation = SimilarIds.class)))
  public Response replace(@PathParam("id") @Identifier String id, @Valid @NotNull Roster roster) {
    if (roster.members().size() > MAX_MEMBERS) {
      throw ProblemException.badRequest(
          List.of(new FieldError("members", "must have at most " + MAX_MEMBERS + " entries")));
    }
    var seen = new HashSet<String>();
    for (int i = 0; i < roster.members().size(); i++) {
      if (!seen.add(roster.members().get(i).id())) {
        throw ProblemException.badRequest(
            List.of(new FieldError("members[" + i + "].id", "is in the roster already")));
      }
    }
    var similar = rosters.replace(id, roster, Caller.of(identity).id());
    return similar.isEmpty()
        ? Response.noContent().build()
        : Response.ok(new SimilarIds(similar)).build();
  }
}
