package dev.laurel.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.laurel.course.roster.Roster;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Users and tokens for the page, so that visitors need no account. Open to everybody. */
@Path(DemoResource.PATH)
class DemoResource {
  static final String PATH = "/demo";

  /**
   * The class of the demo.
   *
   * @param users the instructor last
   */
  @RegisterForReflection
  record Guide(@JsonProperty("class") CourseClass courseClass, List<Roster.Member> users) {}

  /** The class as members see it. */
  @RegisterForReflection
  record CourseClass(String id, String name, String timeZone) {}

  /** A token and its lifetime in seconds. */
  @RegisterForReflection
  record Token(String token, long expiresIn) {}

  private final DemoTokens tokens;

  DemoResource(DemoTokens tokens) {
    this.tokens = tokens;
  }

  @GET
  @Path("/users")
  @NonBlocking
  @Operation(hidden = true)
  public Guide users() {
    return new Guide(
        new CourseClass(DemoClass.ID, DemoClass.NAME, DemoClass.TIME_ZONE.getId()),
        DemoClass.PEOPLE);
  }

  @POST
  @Path("/tokens")
  @NonBlocking
  @Operation(hidden = true)
  public Token mint(@Valid @NotNull TokenRequest request) {
    return tokens.mint(request);
  }
}
