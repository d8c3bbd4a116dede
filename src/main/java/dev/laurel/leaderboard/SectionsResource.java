package dev.laurel.leaderboard;

import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
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

/** The boards of the sections of a class, for all its members. */
@Path("/api/leaderboards/classes/{id}/sections/{section}")
@Authenticated
@Cache(isPrivate = true, noCache = true)
@Tag(name = "Students")
class SectionsResource {
  private final Leaderboard leaderboard;
  private final SecurityIdentity identity;

  SectionsResource(Leaderboard leaderboard, SecurityIdentity identity) {
    this.leaderboard = leaderboard;
    this.identity = identity;
  }

  @GET
  @Operation(
      summary = "A page of the board of a section of one of the caller's classes",
      description = "Empty for a section with nobody in it.")
  public Page page(
      @PathParam("id") @Identifier String id,
      @PathParam("section") @Identifier String section,
      @QueryParam("page") @DefaultValue("1") @Min(1) int page,
      @QueryParam("page_size") @DefaultValue("20") @Min(1) @Max(Leaderboard.MAX_PAGE_SIZE)
          int pageSize) {
    var board = Board.ofSection(id, section);
    return leaderboard.page(board, page, pageSize, audience(board)).as(caller());
  }

  @GET
  @Path("/me")
  @Operation(summary = "The caller's rank on the board of a section of one of their classes")
  public UserRank rank(
      @PathParam("id") @Identifier String id,
      @PathParam("section") @Identifier String section,
      @QueryParam("page_size") @DefaultValue("20") @Min(1) @Max(Leaderboard.MAX_PAGE_SIZE)
          int pageSize) {
    var board = Board.ofSection(id, section);
    return leaderboard.rank(board, caller(), pageSize, audience(board));
  }

  @GET
  @Path("/distribution")
  @Operation(summary = "How many have how many points on the board of a section")
  public Distribution distribution(
      @PathParam("id") @Identifier String id, @PathParam("section") @Identifier String section) {
    var board = Board.ofSection(id, section);
    return leaderboard.distribution(board, caller(), audience(board));
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
