package dev.laurel.errors;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A problem document (RFC 9457).
 *
 * @param type the kind of error; {@code about:blank} if the status says it all
 * @param title the status in words
 * @param status the HTTP status
 * @param detail an explanation for people; may be null
 * @param instance the id of an unexpected failure, logged with its cause; null for other errors
 * @param errors the invalid fields; omitted if empty
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    @Schema(examples = "about:blank") URI type,
    @Schema(examples = "Bad Request") String title,
    @Schema(examples = "400") int status,
    String detail,
    URI instance,
    List<FieldError> errors) {

  /** The media type of a problem document. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final URI ABOUT_BLANK = URI.create("about:blank");

  public Problem {
    errors = List.copyOf(errors);
  }

  /** An error without invalid fields. */
  public static Problem of(int status, String detail) {
    return of(status, detail, List.of());
  }

  /** A bad request with its invalid fields. */
  public static Problem of(List<FieldError> errors) {
    return of(400, "The request is not valid.", errors);
  }

  static Problem of(int status, String detail, List<FieldError> errors) {
    return new Problem(ABOUT_BLANK, title(status), status, detail, null, errors);
  }

  /** An unexpected failure: the client gets only the id under which it is logged. */
  static Problem unexpected(UUID id) {
    var detail = "Something went wrong on the server. Quote the error id " + id + ".";
    return new Problem(
        ABOUT_BLANK, title(500), 500, detail, URI.create("urn:uuid:" + id), List.of());
  }

  private static String title(int status) {
    var known = Response.Status.fromStatusCode(status);
    return known == null ? "HTTP " + status : known.getReasonPhrase();
  }
}
