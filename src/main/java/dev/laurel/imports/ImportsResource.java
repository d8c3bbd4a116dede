package dev.laurel.imports;

import dev.laurel.errors.DryRun;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.Problem;
import dev.laurel.errors.ProblemException;
import dev.laurel.security.Caller;
import dev.laurel.security.ClassScope;
import dev.laurel.security.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Imports what another back end has, item by item: an item that is refused costs no other. */
@Path("/api/imports")
@RolesAllowed({Roles.OPERATOR, Roles.GRADER, Roles.REGISTRAR})
@Tag(name = "Back office")
class ImportsResource {
  private static final String NDJSON = "application/x-ndjson";
  private static final int LISTED = 100;

  private final Importer importer;
  private final ImportUndo undo;
  private final ImportReports reports;
  private final SecurityIdentity identity;

  ImportsResource(
      Importer importer, ImportUndo undo, ImportReports reports, SecurityIdentity identity) {
    this.importer = importer;
    this.undo = undo;
    this.reports = reports;
    this.identity = identity;
  }

  @POST
  @Consumes({NDJSON, MediaType.APPLICATION_JSON})
  @Blocking
  @Operation(
      summary = "Import what another back end has",
      description =
          "The body has an item a line, or is an array of them, of any size; it is read as it comes in. An item that was"
              + " imported before is unchanged; one that is invalid, or differs from it, is refused, and the others are"
              + " imported. Users are notified of nothing unless announce is true.")
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = NDJSON,
            schema = @Schema(type = SchemaType.STRING),
            examples =
                @ExampleObject(
                    name = "term",
                    value =
                        "{\"type\":\"user\",\"id\":\"ada\",\"username\":\"Ada Lovelace\"}\n"
                            + "{\"type\":\"class\",\"id\":\"cs101\",\"name\":\"CS 101\",\"time_zone\":\"Europe/London\","
                            + "\"members\":[{\"id\":\"ada\",\"username\":\"Ada Lovelace\",\"role\":\"student\"}]}\n")),
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(type = SchemaType.ARRAY, implementation = Object.class))
      })
  @APIResponse(
      responseCode = "200",
      description = "The body was read to its end; errors has what was refused",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ImportReport.class)))
  @APIResponse(
      responseCode = "409",
      description = "The import is being undone",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  public ImportReport post(
      @Parameter(description = "Names the import; further requests with it go on with it")
          @QueryParam("id")
          @NotNull
          @Identifier
          String id,
      @QueryParam("announce") @Pattern(regexp = "true|false", message = "must be true or false")
          String announce,
      @Parameter(description = "Answers with what would become of each item, and stores nothing")
          @QueryParam(DryRun.NAME)
          @DryRun
          String dryRun,
      InputStream body) {
    return importer.run(
        body,
        importing(id, "true".equals(announce), DryRun.ON.equals(dryRun) ? new Rehearsed() : null));
  }

  private Importing importing(String id, boolean announce, Rehearsed rehearsed) {
    return new Importing(id, announce, rehearsed, Caller.of(identity), ClassScope.of(identity));
  }

  @DELETE
  @Path("/{id}")
  @Operation(
      summary = "Undo an import",
      description =
          "As if it had never been, unless something builds on it. Takes about as long as the import; if it is cut off,"
              + " repeat it.")
  @APIResponse(responseCode = "200", description = "Undone, also if it was before")
  @APIResponse(
      responseCode = "409",
      description = "Something builds on it; errors has the first of that",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  public ImportReport undo(@PathParam("id") @Identifier String id) {
    undo.undo(importing(id, false, null));
    return get(id);
  }

  @GET
  @Operation(summary = "The newest imports")
  public List<ImportReport> list() {
    return reports.newest(LISTED);
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "An import, and what became of the items of its newest request")
  public ImportReport get(@PathParam("id") @Identifier String id) {
    return reports
        .find(id)
        .orElseThrow(() -> ProblemException.notFound("There is no such import."));
  }
}
