package dev.laurel.achievement;

import dev.laurel.security.Caller;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The achievements that the caller has and may earn. */
@Path("/api/me/achievements")
@Authenticated
@Tag(name = "Students")
class MyAchievementsResource {
  private final AchievementProgress progress;
  private final SecurityIdentity identity;

  MyAchievementsResource(AchievementProgress progress, SecurityIdentity identity) {
    this.progress = progress;
    this.identity = identity;
  }

  @GET
  @Operation(
      summary = "The caller's achievements, and the progress towards the others",
      description =
          "Those earned first, oldest first; then those that the caller may earn, the nearest first.")
  public List<AchievementProgress.OfUser> list() {
    return progress.of(Caller.of(identity).id());
  }
}
