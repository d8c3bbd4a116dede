package dev.laurel.achievement;

import dev.laurel.course.ClassRights;
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

/** Achievements that instructors grant to students of their class, and revoke. */
@Path("/api/classes/{id}/members/{user}/achievements/{achievement}")
@RolesAllowed(Roles.INSTRUCTOR)
@Tag(name = "Achievements")
class MemberAchievementsResource {
  private final Definitions definitions;
  private final Grants grants;
  private final ClassRights rights;

  MemberAchievementsResource(Definitions definitions, Grants grants, ClassRights rights) {
    this.definitions = definitions;
    this.grants = grants;
    this.rights = rights;
  }

  @PUT
  @Operation(
      summary = "Grant an achievement of a class to a student of the class",
      description = "The student is notified, with the reason. It may be repeated.")
  public Frame.Achievement grant(
      @PathParam("id") @Identifier String classId,
      @PathParam("user") @UserId String user,
      @PathParam("achievement") @Identifier String id,
      @Valid @NotNull GrantRequest request) {
    rights.requireInstructor(classId);
    return grants.grant(user, definitions.find(id, classId), request.reason());
  }

  @DELETE
  @Operation(
      summary = "Revoke an achievement of a class from a student of the class, with its points",
      description = "The student is notified, with the reason, and does not earn it again.")
  public void revoke(
      @PathParam("id") @Identifier String classId,
      @PathParam("user") @UserId String user,
      @PathParam("achievement") @Identifier String id,
      @QueryParam("reason") @NotNull @Text @Size(max = 500) String reason) {
    rights.requireInstructor(classId);
    grants.revoke(user, definitions.find(id, classId), reason);
  }
}
