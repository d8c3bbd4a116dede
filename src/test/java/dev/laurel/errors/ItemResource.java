package dev.laurel.errors;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.laurel.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Takes what clients get wrong, and goes wrong itself. */
@Path("/api/items")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ItemResource {
  /** Of each JSON type one. */
  public record Item(
      @NotBlank String itemId,
      @NotNull @Positive Integer maxScore,
      Double score,
      Boolean passed,
      Kind kind,
      Instant gradedAt,
      List<@Valid Part> itemParts) {}

  /** Something in a list. */
  public record Part(@NotBlank String partName, int weight) {}

  /** One of two. */
  public enum Kind {
    @JsonProperty("practice")
    PRACTICE,
    @JsonProperty("assignment")
    ASSIGNMENT
  }

  @POST
  @Operation(hidden = true)
  public Item echo(@Valid @NotNull Item item) {
    return item;
  }

  @GET
  @Operation(hidden = true)
  public List<String> page(@QueryParam("page_size") @Max(100) int pageSize) {
    return List.of();
  }

  @GET
  @Path("admin")
  @RolesAllowed("nobody")
  @Operation(hidden = true)
  public List<String> admin() {
    return List.of(Roles.GRADER);
  }

  @GET
  @Path("failing")
  @Operation(hidden = true)
  public List<String> fail(@QueryParam("how") String how) throws SQLException {
    throw switch (how) {
      case "gone" -> ProblemException.notFound("There is no such item.");
      case "busy" -> ProblemException.unavailable(Duration.ofMillis(1500));
      case "full" -> new IllegalStateException(new SQLException("could not extend file", "53100"));
      case "database" -> new IllegalStateException(new SQLException("terminated", "57P01"));
      default -> new IllegalStateException("secret inner workings");
    };
  }
}
