package dev.laurel.achievement;

import dev.laurel.errors.FieldError;
import dev.laurel.errors.ProblemException;
import dev.laurel.security.Caller;
import dev.laurel.security.Roles;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The definitions of achievements. */
@Path("/api/achievements")
@Tag(name = "Achievements")
class AchievementsResource {
  private final Achievements achievements;
  private final SecurityIdentity identity;

  AchievementsResource(Achievements achievements, SecurityIdentity identity) {
    this.achievements = achievements;
    this.identity = identity;
  }

  @GET
  @Authenticated
  @Operation(summary = "List achievements", description = "Instructors also see inactive ones.")
  public List<Definition> list() {
    var seesAll = Caller.of(identity).roles().contains(Roles.INSTRUCTOR);
    return achievements.all().stream()
        .filter(definition -> seesAll || definition.active())
        .toList();
  }

  @GET
  @Path("/progress")
  @Authenticated
  @Operation(summary = "The caller's progress towards achievements, by criterion")
  public Map<Criterion, Long> progress() {
    return achievements.progress(Caller.of(identity).id());
  }

  @PUT
  @RolesAllowed(Roles.INSTRUCTOR)
  @Operation(
      summary = "Add or change achievements",
      description =
          "Achievements that the request does not name stay. A new one is earned with the next submission that meets its criteria.")
  public List<Definition> put(
      @NotNull @Size(min = 1, max = 500) List<@Valid @NotNull Definition> definitions) {
    requireDistinctIds(definitions);
    achievements.put(definitions);
    return achievements.all();
  }

  private static void requireDistinctIds(List<Definition> definitions) {
    var seen = new HashSet<String>();
    for (int i = 0; i < definitions.size(); i++) {
      if (!seen.add(definitions.get(i).id())) {
        throw ProblemException.badRequest(
            List.of(new FieldError("[" + i + "].id", "is in the list already")));
      }
    }
  }
}
