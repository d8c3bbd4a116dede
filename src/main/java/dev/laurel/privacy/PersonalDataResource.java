package dev.laurel.privacy;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.ids.UserId;
import dev.laurel.security.Roles;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Exports and erases everything that is kept about a user, on behalf of operators. */
@Path("/api/users/{id}/data")
@Tag(name = "Personal data")
class PersonalDataResource {
  private final DataExport export;
  private final Erasure erasure;
  private final Audit audit;

  PersonalDataResource(DataExport export, Erasure erasure, Audit audit) {
    this.export = export;
    this.erasure = erasure;
    this.audit = audit;
  }

  @GET
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      summary = "Everything that is kept about a user",
      description =
          "One document, with an array of rows for each table. An unknown user has no rows, except this request in the audit log.")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Map.class)))
  public Response export(@PathParam("id") @UserId String user) {
    return answer(
        export,
        user,
        progress ->
            QuarkusTransaction.requiringNew()
                .run(() -> audit.recordOfUser(AuditAction.USER_EXPORTED, user, progress)));
  }

  @DELETE
  @RolesAllowed(Roles.OPERATOR)
  @Operation(
      summary = "Erase a user",
      description =
          "Deletes everything that is kept about the user; rows on boards of closed seasons lose the name. Refuses the user's"
              + " tokens and closes their sockets. May be repeated, and answers the same for an unknown user.")
  @APIResponse(responseCode = "204", description = "Erased")
  public void erase(@PathParam("id") @UserId String user) {
    erasure.erase(user);
  }

  static Response answer(DataExport export, String user, Consumer<String> progress) {
    StreamingOutput document = receiver -> export.write(user, receiver, progress);
    return Response.ok(document, MediaType.APPLICATION_JSON)
        .header("Cache-Control", "no-store")
        .header("Content-Disposition", "attachment; filename=\"laurel.json\"")
        .build();
  }
}
