package dev.laurel.privacy;

import dev.laurel.security.Caller;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Exports everything that is kept about the caller. */
@Path("/api/me/data")
@Authenticated
@Tag(name = "Personal data")
class MyDataResource {
  private final DataExport export;
  private final SecurityIdentity identity;

  MyDataResource(DataExport export, SecurityIdentity identity) {
    this.export = export;
    this.identity = identity;
  }

  @GET
  @Operation(
      summary = "Everything that is kept about the caller",
      description = "One document, with an array of rows for each table.")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Map.class)))
  public Response all() {
    return PersonalDataResource.answer(export, Caller.of(identity).id(), progress -> {});
  }
}
