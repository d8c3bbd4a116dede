package dev.laurel.key;

import dev.laurel.errors.Identifier;
import dev.laurel.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Keys for machines, which operators keep. */
@Path("/api/keys")
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "Operations")
class KeysResource {
  private final Keys keys;

  KeysResource(Keys keys) {
    this.keys = keys;
  }

  @GET
  @Operation(
      summary = "List the keys of machines",
      description =
          "Newest first, with those that ended in the last 90 days. Says when each was last used, and never the key itself.")
  public List<MachineKey> list() {
    return keys.list();
  }

  @POST
  @ResponseStatus(201)
  @Operation(
      summary = "Make a key for a machine",
      description =
          "The machine sends it as Authorization: Bearer. The answer shows it once: only its hash is kept. All nodes know"
              + " it within 2 s.")
  @APIResponse(responseCode = "201", description = "The key")
  @APIResponse(responseCode = "409", description = "There are 1,000 valid keys")
  public MachineKey create(@Valid @NotNull KeyRequest request) {
    return keys.create(request);
  }

  @POST
  @Path("/{id}/rotation")
  @Operation(
      summary = "Give a key a new secret",
      description =
          "The answer shows the new one once. The old one stays valid for the overlap; the one before it, if a rotation was"
              + " under way, does not.")
  @APIResponse(responseCode = "200", description = "The key with its new secret")
  @APIResponse(responseCode = "404", description = "There is no such key")
  @APIResponse(responseCode = "409", description = "The key has ended")
  public MachineKey rotate(
      @PathParam("id") @Identifier String id, @Valid @NotNull RotationRequest request) {
    return keys.rotate(id, request);
  }

  @DELETE
  @Path("/{id}")
  @Operation(
      summary = "Revoke a key",
      description = "It is refused from now on; on all nodes within 2 s.")
  @APIResponse(responseCode = "204", description = "Revoked")
  @APIResponse(responseCode = "404", description = "There is no such key")
  public void revoke(@PathParam("id") @Identifier String id) {
    keys.revoke(id);
  }
}
