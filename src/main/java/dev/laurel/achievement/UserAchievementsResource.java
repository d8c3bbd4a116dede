package dev.laurel.achievement;

import dev.laurel.errors.Identifier;
import dev.laurel.errors.Text;
import dev.laurel.ids.UserId;
import dev.laurel.notification.Frame;
import dev.laurel.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Achievements that operators grant to users, and revoke. */
@Path("/api/users/{user}/achievements/{achievement}")
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "Achievements")
class UserAchievementsResource {
  private final Definitions definitions;
  private final Grants grants;

  UserAchievementsResource(Definitions definitions, Grants grants) {
    this.definitions = definitions;
    this.grants = grants;
  }

  @PUT
  @Operation(
      summary = "Grant an achievement to a user",
      description =
          "One of everybody, or of a class of which the user is a student. The user is notified, with the reason. It may"
              + " be repeated.")
  public Frame.Achievement grant(
      @PathParam("user") @UserId String user,
      @PathParam("achievement") @Identifier String id,
      @Valid @NotNull GrantRequest request) {
    return grants.grant(user, definitions.find(id), request.reason());
  }

  @DELETE
  @Operation(
      summary = "Revoke an achievement from a user, with its points",
      description = "The user is notified, with the reason, and does not earn it again.")
  public void revoke(
      @PathParam("user") @UserId String user,
      @PathParam("achievement") @Identifier String id,
      @QueryParam("reason") @NotNull @Text @Size(max = 500) String reason) {
    grants.revoke(user, definitions.find(id), reason);
  }
}
