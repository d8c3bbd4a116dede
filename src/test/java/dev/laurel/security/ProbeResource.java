package dev.laurel.security;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Answers with its caller. */
@Path("/api/probe")
@Produces(MediaType.TEXT_PLAIN)
public class ProbeResource {
  private final SecurityIdentity identity;

  ProbeResource(SecurityIdentity identity) {
    this.identity = identity;
  }

  @GET
  @Operation(hidden = true)
  public String whoAmI() {
    return describe(identity);
  }

  @GET
  @Path("grader")
  @RolesAllowed(Roles.GRADER)
  @Operation(hidden = true)
  public String grader() {
    return describe(identity);
  }

  static String describe(SecurityIdentity identity) {
    var caller = Caller.of(identity);
    return identity.getPrincipal().getName()
        + " "
        + caller.username()
        + " "
        + new TreeSet<>(caller.roles())
        + " "
        + caller.expiresAt().getEpochSecond();
  }
}
