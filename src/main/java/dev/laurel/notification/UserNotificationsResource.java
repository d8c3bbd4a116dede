package dev.laurel.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.ValidatingReader;
import dev.laurel.ids.UserId;
import dev.laurel.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Appends frames of other back ends to a user's log. */
@Path("/api/users/{id}/notifications")
@Tag(name = "Back office")
class UserNotificationsResource {
  /**
   * The member that may come with a frame.
   *
   * @param idempotencyKey null, or unique among the user's: repeating it with the same frame only
   *     repeats the answer
   */
  @RegisterForReflection
  record Delivery(@Identifier String idempotencyKey) {}

  private static final String KEY = "idempotency_key";

  private final NotificationLog log;
  private final ValidatingReader reader;

  UserNotificationsResource(NotificationLog log, ValidatingReader reader) {
    this.log = log;
    this.reader = reader;
  }

  @POST
  @RolesAllowed(Roles.GRADER)
  @Operation(
      summary = "Append an event to a user's log, and deliver it",
      description = "With an idempotency_key the request may be repeated. It changes no points.")
  @APIResponse(
      responseCode = "409",
      description =
          "Another event was appended under this key; errors names the fields that differ")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Frame.class)))
  @APIResponse(
      responseCode = "201",
      description = "The appended event, with seq and sent_at",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Frame.class)))
  @APIResponse(
      responseCode = "200",
      description = "The event that was appended under this key before",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Frame.class)))
  public Response notify(@PathParam("id") @UserId String user, JsonNode body) {
    var json = body == null ? NullNode.instance : body;
    var own = json instanceof ObjectNode object ? object.deepCopy().retain(KEY) : json;
    var key = reader.read(own, Delivery.class).idempotencyKey();
    var appended = log.append(user, reader.read(json, Frame.class, KEY), key);
    return Response.status(appended.created() ? 201 : 200)
        .type(MediaType.APPLICATION_JSON)
        .entity(appended.entry().frame())
        .build();
  }
}
