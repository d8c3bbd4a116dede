package dev.laurel.course;

import dev.laurel.errors.Identifier;
import dev.laurel.ids.UserId;
import dev.laurel.security.Caller;
import dev.laurel.security.Revocations;
import dev.laurel.security.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** Revokes the tokens of users, on behalf of those who teach them and of operators. */
@Path("/api/users/{id}/sessions")
@Tag(name = "Back office")
class SessionsResource {
  private static final Logger LOG = Logger.getLogger("laurel.security");

  private final ClassRights rights;
  private final Revocations revocations;
  private final SecurityIdentity identity;

  SessionsResource(ClassRights rights, Revocations revocations, SecurityIdentity identity) {
    this.rights = rights;
    this.revocations = revocations;
    this.identity = identity;
  }

  @DELETE
  @RolesAllowed({Roles.INSTRUCTOR, Roles.OPERATOR})
  @Operation(
      summary = "Revoke a user's tokens, and close the sockets they opened",
      description =
          "Revokes all tokens issued until now, or the one named by token_id. They are refused from now on, with every ticket issued"
              + " for them. A token issued more than 5 s later is accepted: within these, the clocks of who issues tokens and of"
              + " PostgreSQL may differ.")
  @APIResponse(responseCode = "204", description = "Revoked")
  public void revoke(
      @PathParam("id") @UserId String user,
      @Parameter(description = "The jti claim of the only token to revoke")
          @QueryParam("token_id")
          @Identifier
          String tokenId) {
    rights.requireInstructorOf(user);
    revocations.revoke(user, tokenId);
    LOG.info(tokenId == null ? "all tokens of a user revoked" : "a token revoked");
    LOG.debugf(
        "%s revoked %s of %s",
        Caller.of(identity).id(), tokenId == null ? "all tokens" : "token " + tokenId, user);
  }
}
