package dev.laurel.leaderboard;

import dev.laurel.problem.ProblemException;
import dev.laurel.roster.Classes;
import dev.laurel.security.Caller;
import dev.laurel.validation.Identifier;
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

/** Boards without a socket. */
@Path("/api/leaderboards")
@Authenticated
@Tag(name = "Students")
class LeaderboardResource {
  private final Leaderboard leaderboard;
  private final Classes classes;
  private final SecurityIdentity identity;

  LeaderboardResource(Leaderboard leaderboard, Classes classes, SecurityIdentity identity) {
    this.leaderboard = leaderboard;
    this.classes = classes;
    this.identity = identity;
  }

  @GET
  @Path("/global")
  @Operation(summary = "A page of the global board")
  public Page global(
      @QueryParam("page") @DefaultValue("1") @Min(1) int page,
      @QueryParam("page_size") @DefaultValue("20") @Min(1) @Max(Leaderboard.MAX_PAGE_SIZE)
          int pageSize) {
    return leaderboard.page(Board.GLOBAL, page, pageSize);
  }

  @GET
  @Path("/global/me")
  @Operation(summary = "The caller's place on the global board")
  public UserRank globalRank() {
    return leaderboard.rank(Board.GLOBAL, Caller.of(identity).id());
  }

  @GET
  @Path("/classes/{id}")
  @Operation(summary = "A page of the board of one of the caller's classes")
  public Page ofClass(
      @PathParam("id") @Identifier String id,
      @QueryParam("page") @DefaultValue("1") @Min(1) int page,
      @QueryParam("page_size") @DefaultValue("20") @Min(1) @Max(Leaderboard.MAX_PAGE_SIZE)
          int pageSize) {
    requireMembership(id);
    return leaderboard.page(Board.ofClass(id), page, pageSize);
  }

  @GET
  @Path("/classes/{id}/me")
  @Operation(summary = "The caller's place on the board of one of their classes")
  public UserRank classRank(@PathParam("id") @Identifier String id) {
    requireMembership(id);
    return leaderboard.rank(Board.ofClass(id), Caller.of(identity).id());
  }

  /** Says the same of classes that do not exist, so that nobody learns which do. */
  private void requireMembership(String classId) {
    if (classes.role(classId, Caller.of(identity).id()).isEmpty()) {
      throw ProblemException.forbidden("Only members of a class see its board.");
    }
  }
}
