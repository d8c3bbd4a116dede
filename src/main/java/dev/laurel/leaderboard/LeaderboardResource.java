package dev.laurel.leaderboard;

import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.leaderboard.season.Season;
import dev.laurel.leaderboard.season.Seasons;
import dev.laurel.leaderboard.visibility.VisibilityChanges;
import dev.laurel.security.Caller;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;

/** Boards for clients without a socket. */
@Path("/api/leaderboards")
@Authenticated
@Cache(isPrivate = true, noCache = true)
@Tag(name = "Students")
class LeaderboardResource {
  /**
   * True if other students see a pseudonym.
   *
   * @param hidden true for a pseudonym, whatever the settings of the board
   */
  @RegisterForReflection
  record Visibility(@NotNull Boolean hidden) {}

  private final Leaderboard leaderboard;
  private final Seasons seasons;
  private final VisibilityChanges visibilities;
  private final SecurityIdentity identity;

  LeaderboardResource(
      Leaderboard leaderboard,
      Seasons seasons,
      VisibilityChanges visibilities,
      SecurityIdentity identity) {
    this.leaderboard = leaderboard;
    this.seasons = seasons;
    this.visibilities = visibilities;
    this.identity = identity;
  }

  @GET
  @Path("/global")
  @Operation(summary = "A page of the global board")
  public Page global(
      @QueryParam("page") @DefaultValue("1") @Min(1) int page,
      @QueryParam("page_size") @DefaultValue("20") @Min(1) @Max(Leaderboard.MAX_PAGE_SIZE)
          int pageSize) {
    return page(Board.GLOBAL, page, pageSize);
  }

  @GET
  @Path("/global/me")
  @Operation(summary = "The caller's rank on the global board")
  public UserRank globalRank(
      @QueryParam("page_size") @DefaultValue("20") @Min(1) @Max(Leaderboard.MAX_PAGE_SIZE)
          int pageSize) {
    return rank(Board.GLOBAL, pageSize);
  }

  @GET
  @Path("/classes/{id}")
  @Operation(summary = "A page of the board of one of the caller's classes")
  public Page ofClass(
      @PathParam("id") @Identifier String id,
      @QueryParam("page") @DefaultValue("1") @Min(1) int page,
      @QueryParam("page_size") @DefaultValue("20") @Min(1) @Max(Leaderboard.MAX_PAGE_SIZE)
          int pageSize) {
    return page(Board.ofClass(id), page, pageSize);
  }

  @GET
  @Path("/classes/{id}/me")
  @Operation(summary = "The caller's rank on the board of one of their classes")
  public UserRank classRank(
      @PathParam("id") @Identifier String id,
      @QueryParam("page_size") @DefaultValue("20") @Min(1) @Max(Leaderboard.MAX_PAGE_SIZE)
          int pageSize) {
    return rank(Board.ofClass(id), pageSize);
  }

  @GET
  @Path("/classes/{id}/distribution")
  @Operation(
      summary = "How many have how many points on the board of one of the caller's classes",
      description = "At most ten bands of points; own marks the caller's.")
  public Distribution classDistribution(@PathParam("id") @Identifier String id) {
    return distribution(Board.ofClass(id));
  }

  @GET
  @Path("/seasons/{id}/distribution")
  @Operation(summary = "How many have how many points on the board of a season")
  public Distribution seasonDistribution(@PathParam("id") @Identifier String id) {
    return distribution(seasonBoard(id));
  }

  private Distribution distribution(Board board) {
    return leaderboard.distribution(board, caller(), audience(board));
  }

  @GET
  @Path("/seasons/{id}")
  @Operation(summary = "A page of the board of a season, open or closed")
  public Page ofSeason(
      @PathParam("id") @Identifier String id,
      @QueryParam("page") @DefaultValue("1") @Min(1) int page,
      @QueryParam("page_size") @DefaultValue("20") @Min(1) @Max(Leaderboard.MAX_PAGE_SIZE)
          int pageSize) {
    return page(seasonBoard(id), page, pageSize);
  }

  @GET
  @Path("/seasons/{id}/me")
  @Operation(summary = "The caller's rank on the board of a season")
  public UserRank seasonRank(
      @PathParam("id") @Identifier String id,
      @QueryParam("page_size") @DefaultValue("20") @Min(1) @Max(Leaderboard.MAX_PAGE_SIZE)
          int pageSize) {
    return rank(seasonBoard(id), pageSize);
  }

  /** Answers alike for seasons that do not exist and those of others' classes. */
  private Board seasonBoard(String id) {
    return seasons
        .find(id)
        .map(Season::board)
        .filter(board -> leaderboard.audience(board, caller()).isPresent())
        .orElseThrow(() -> ProblemException.notFound("There is no such season for the caller."));
  }

  private Page page(Board board, int page, int pageSize) {
    return leaderboard.page(board, page, pageSize, audience(board)).as(caller());
  }

  private UserRank rank(Board board, int pageSize) {
    return leaderboard.rank(board, caller(), pageSize, audience(board));
  }

  @PUT
  @Path("/global/me/visibility")
  @Operation(
      summary = "Hide the caller's name on the global board from other students, or show it again")
  public Visibility globalVisibility(@Valid @NotNull Visibility visibility) {
    return visibility(Board.GLOBAL, visibility);
  }

  @PUT
  @Path("/classes/{id}/me/visibility")
  @Operation(
      summary = "Hide the caller's name on a class board from other students, or show it again")
  public Visibility classVisibility(
      @PathParam("id") @Identifier String id, @Valid @NotNull Visibility visibility) {
    return visibility(Board.ofClass(id), visibility);
  }

  private Visibility visibility(Board board, Visibility visibility) {
    visibilities.hide(board, Caller.of(identity), visibility.hidden());
    return visibility;
  }

  private String caller() {
    return Caller.of(identity).id();
  }

  /** Answers alike for classes that do not exist, so that nobody learns which do. */
  private Audience audience(Board board) {
    return leaderboard
        .audience(board, caller())
        .orElseThrow(() -> ProblemException.forbidden("Only members of a class see its board."));
  }
}
