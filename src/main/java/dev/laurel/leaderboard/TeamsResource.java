package dev.laurel.leaderboard;

import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.leaderboard.TeamBulk.Total;
import dev.laurel.leaderboard.visibility.BoardSettings;
import dev.laurel.leaderboard.visibility.Freezing;
import dev.laurel.security.Caller;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;

/** The boards of the teams of a class, for all its members. */
@Path("/api/leaderboards/classes/{id}/teams")
@Authenticated
@Cache(isPrivate = true, noCache = true)
@Tag(name = "Students")
class TeamsResource {
  /**
   * The members with hidden points that a team needs for its score to be shown: one of them, who
   * knows the own points and those that are not hidden, must not find out another's.
   */
  private static final int FEWEST_HIDDEN = 3;

  private final Leaderboard leaderboard;
  private final TeamBulk teams;
  private final Freezing freezing;
  private final SecurityIdentity identity;

  TeamsResource(
      Leaderboard leaderboard, TeamBulk teams, Freezing freezing, SecurityIdentity identity) {
    this.leaderboard = leaderboard;
    this.teams = teams;
    this.freezing = freezing;
    this.identity = identity;
  }

  @GET
  @Operation(
      summary = "A page of the board of the teams of one of the caller's classes",
      description =
          "By the mean of the points of their members, or their sum, compensated for size: the mean times the size of the"
              + " largest team. For students, a team has no score and no rank if it has fewer members than the smallest group"
              + " of the board, or one or two whose points the board hides.")
  public TeamBoard page(
      @PathParam("id") @Identifier String id,
      @QueryParam("page") @DefaultValue("1") @Min(1) int page,
      @QueryParam("page_size") @DefaultValue("20") @Min(1) @Max(Leaderboard.MAX_PAGE_SIZE)
          int pageSize) {
    var board = Board.ofClass(id);
    var caller = Caller.of(identity).id();
    var audience =
        leaderboard
            .audience(board, caller)
            .orElseThrow(
                () -> ProblemException.forbidden("Only members of a class see its board."));
    var settings = freezing.settingsNow(board);
    var whole = leaderboard.page(board, 1, 1, audience).shared();
    if (whole.withheld() != null) {
      return TeamBoard.withheld(
          settings.teamScore(), page, pageSize, whole.version(), whole.withheld());
    }
    boolean isFrozen = audience == Audience.STUDENTS && settings.isFrozen();
    return TeamBoard.of(
        teams.totals(board, settings, isFrozen, caller),
        team -> audience == Audience.STAFF || tellsNothingOfOne(team, settings),
        settings.teamScore(),
        page,
        pageSize,
        whole.version());
  }

  private static boolean tellsNothingOfOne(Total team, BoardSettings settings) {
    return team.size() >= settings.smallestGroup()
        && (team.hidden() == 0 || team.hidden() >= FEWEST_HIDDEN);
  }
}
