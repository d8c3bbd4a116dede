package dev.laurel.points;

import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.leaderboard.season.Season;
import dev.laurel.leaderboard.season.SeasonAccess;
import dev.laurel.leaderboard.season.SeasonCounts;
import dev.laurel.security.Roles;
import dev.laurel.submission.results.CurrentResults;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets instructors have seasons counted again. */
@Path("/api/seasons/{id}/recount")
@RolesAllowed({Roles.INSTRUCTOR, Roles.OPERATOR})
@Tag(name = "Seasons")
class SeasonRecountResource {
  /** How much earlier than it was handed in a result may have been received, by our clock. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private final SeasonAccess access;
  private final SeasonCounts counts;
  private final CurrentResults results;

  SeasonRecountResource(SeasonAccess access, SeasonCounts counts, CurrentResults results) {
    this.access = access;
    this.counts = counts;
    this.results = results;
  }

  @POST
  @Operation(
      summary = "Count a season again, open or closed",
      description =
          "A final board is made again from the results as they are now: regrades of after the closing count. In the"
              + " background; counting is true meanwhile, and the board stays as it was until the new one is there. Those who"
              + " were on the board and have results stay on it. For those who may close the season. 409 when results of its"
              + " time may have expired.")
  public Season recount(@PathParam("id") @Identifier String id) {
    var season = access.changeable(id);
    if (results.keptSince().filter(season.startsAt().minus(CLOCK_SKEW)::isBefore).isPresent()) {
      throw ProblemException.conflict(
          "Results of the season may have expired; it cannot be counted again.");
    }
    counts.recount(season);
    return access.changeable(id);
  }
}
