package dev.laurel.achievement;

import dev.laurel.course.Classes;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.errors.Text;
import dev.laurel.notification.Frame;
import dev.laurel.security.Caller;
import dev.laurel.security.Roles;
import io.quarkus.security.identity.SecurityIdentity;
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
  private final Classes classes;
  private final SecurityIdentity identity;

  MemberAchievementsResource(
      Definitions definitions, Grants grants, Classes classes, SecurityIdentity identity) {
    this.definitions = definitions;
    this.grants = grants;
    this.classes = classes;
    this.identity = identity;
  }

  @PUT
  @Operation(
      summary = "Grant an achievement of a class to a student of the class",
      description = "The student is notified, with the reason. It may be repeated.")
  public Frame.Achievement grant(
      @PathParam("id") @Identifier String classId,
      @PathParam("user") @Identifier String user,
      @PathParam("achievement") @Identifier String id,
      @Valid @NotNull GrantRequest request) {
    requireTeacher(classId);
    return grants.grant(user, definitions.find(id, classId), request.reason());
  }

  @DELETE
  @Operation(
      summary = "Revoke an achievement of a class from a student of the class, with its points",
      description = "The student is notified, with the reason, and does not earn it again.")
  public void revoke(
      @PathParam("id") @Identifier String classId,
      @PathParam("user") @Identifier String user,
      @PathParam("achievement") @Identifier String id,
      @QueryParam("reason") @NotNull @Text @Size(max = 500) String reason) {
    requireTeacher(classId);
    grants.revoke(user, definitions.find(id, classId), reason);
  }

  /** Answers alike for classes that do not exist, so that nobody learns which do. */
  private void requireTeacher(String classId) {
    if (!classes.isTaughtBy(classId, Caller.of(identity).id())) {
      throw ProblemException.forbidden("Only an instructor of the class may do this.");
    }
  }
}
