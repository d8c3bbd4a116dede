package dev.laurel.appeal;

import dev.laurel.appeal.AppealPage.AppealItem;
import dev.laurel.errors.Text;
import dev.laurel.security.Caller;
import dev.laurel.sql.Paging;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets students ask about entries of their ledger. */
@Path("/api/me/appeals")
@Authenticated
@Tag(name = "Students")
class MyAppealsResource {
  /**
   * An appeal.
   *
   * @param entryId of an entry of the caller's ledger, on the board of a class
   */
  @RegisterForReflection
  record AppealRequest(
      @NotNull @Min(1) @Schema(examples = "4711") Long entryId,
      @NotNull @Text @Size(max = 1000) @Schema(examples = "Test 3 passed on my machine.")
          String text) {}

  private final Appeals appeals;
  private final SecurityIdentity identity;

  MyAppealsResource(Appeals appeals, SecurityIdentity identity) {
    this.appeals = appeals;
    this.identity = identity;
  }

  @POST
  @Operation(
      summary = "Ask the instructors of a class about an entry of the caller's ledger",
      description =
          "The instructors get an appeal_made at once. One appeal about an entry is open at a time; sent again it is made"
              + " once. At most 10 within a day, and 20 open ones, in a class.")
  @APIResponse(
      responseCode = "201",
      description = "Made",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = AppealItem.class)))
  @APIResponse(
      responseCode = "200",
      description = "Made before; with the answer, if there is one",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = AppealItem.class)))
  @APIResponse(
      responseCode = "400",
      description =
          "The entry is not the caller's, or of no class in which the caller is a student and that has instructors, or the class"
              + " is archived: errors names entry_id")
  @APIResponse(responseCode = "409", description = "Another one about the entry is open")
  @APIResponse(responseCode = "429", description = "Too many within a day")
  public Response make(@Valid @NotNull AppealRequest request) {
    var made = appeals.make(caller(), request.entryId(), request.text());
    return Response.status(made.created() ? 201 : 200).entity(made.item()).build();
  }

  @GET
  @Operation(summary = "The caller's appeals, newest first, with their answers")
  public AppealPage mine(
      @QueryParam("before") @DefaultValue(Paging.NEWEST) @Min(1) long before,
      @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
    return appeals.ofUser(caller(), before, limit);
  }

  @DELETE
  @Path("/{id}")
  @Operation(
      summary = "Withdraw an open appeal of the caller",
      description = "May be repeated, and answers the same for one that is not the caller's.")
  @APIResponse(responseCode = "204", description = "Withdrawn")
  @APIResponse(responseCode = "409", description = "It was answered")
  public void withdraw(@PathParam("id") @Min(1) long id) {
    appeals.withdraw(caller(), id);
  }

  private String caller() {
    return Caller.of(identity).id();
  }
}
