package dev.laurel.course;

import dev.laurel.errors.Identifier;
import dev.laurel.security.Caller;
import dev.laurel.security.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets instructors archive their classes. */
@Path("/api/classes/{id}/archive")
@RolesAllowed(Roles.INSTRUCTOR)
@Tag(name = "Back office")
class ClassArchiveResource {
  private final ClassArchive archive;
  private final SecurityIdentity identity;

  ClassArchiveResource(ClassArchive archive, SecurityIdentity identity) {
    this.archive = archive;
    this.identity = identity;
  }

  @PUT
  @Operation(
      summary = "Archive a class",
      description =
          "Results for it are refused from then on, and it can start no season; weekly ones have no successor. Its boards"
              + " stay as they are, for its members to read.")
  public void archive(@PathParam("id") @Identifier String id) {
    archive.set(id, Caller.of(identity).id(), true);
  }

  @DELETE
  @Operation(summary = "Restore an archived class")
  public void restore(@PathParam("id") @Identifier String id) {
    archive.set(id, Caller.of(identity).id(), false);
  }
}
