package dev.laurel.authority;

import dev.laurel.course.ClassRights;
import dev.laurel.errors.Identifier;
import dev.laurel.rules.Authority;
import dev.laurel.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Decides whose numbers count in a class. */
@Path("/api/classes/{id}/authority")
@RolesAllowed({Roles.INSTRUCTOR, Roles.OPERATOR})
@Tag(name = "Back office")
class AuthorityResource {
  /** A change. */
  @RegisterForReflection
  record AuthorityRequest(@NotNull Authority mode) {}

  /**
   * Whose numbers count in a class.
   *
   * @param changing whether some of the class still go by what was before
   */
  @RegisterForReflection
  record ClassAuthority(Authority mode, boolean changing) {}

  private final AuthorityChanges changes;
  private final ClassRights rights;
  private final SecurityIdentity identity;

  AuthorityResource(AuthorityChanges changes, ClassRights rights, SecurityIdentity identity) {
    this.changes = changes;
    this.rights = rights;
    this.identity = identity;
  }

  @GET
  @Authenticated
  @Operation(summary = "Whose numbers count in a class")
  public ClassAuthority get(@PathParam("id") @Identifier String id) {
    if (!identity.hasRole(Roles.OPERATOR)) {
      rights.requireStaff(id);
    }
    return changes.get(id);
  }

  @PUT
  @Operation(
      summary = "Change whose numbers count in a class",
      description =
          "owner: Laurel counts. delivery: another back end counts, and Laurel shows what it reports. shadow: the same, while"
              + " Laurel counts as well, unseen. Done for all students within seconds, for a few at a time. Nobody is notified.")
  @APIResponse(
      responseCode = "409",
      description = "The class is archived, or another change goes on")
  public ClassAuthority put(
      @PathParam("id") @Identifier String id, @Valid @NotNull AuthorityRequest request) {
    if (!identity.hasRole(Roles.OPERATOR)) {
      rights.requireInstructor(id);
    }
    return changes.put(id, request.mode());
  }
}
