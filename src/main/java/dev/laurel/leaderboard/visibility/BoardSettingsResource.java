package dev.laurel.leaderboard.visibility;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.laurel.course.ClassRights;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.Moment;
import dev.laurel.errors.ProblemException;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.season.Seasons;
import dev.laurel.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How instructors let the board of their class be shown to its students. */
@Path("/api/classes/{id}/board")
@RolesAllowed(Roles.INSTRUCTOR)
@Tag(name = "Back office")
class BoardSettingsResource {
  /** How far in the past "now" may be, since the clocks of clients differ from ours. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /**
   * The settings that instructors see.
   *
   * @param top the last rank whose name is shown, with {@code top}
   * @param show everybody's ranks, or only the distribution of points
   * @param optIn whether students see only those of them who asked for it
   * @param smallestGroup the number of users below which students see nothing of the board
   * @param teamScore how the points of members make the score of a team
   * @param freezeAt when the board is to be frozen, or was; null while it is not to be
   * @param liveElsewhere the boards of everybody, on which students see live what the class earns
   *     while its own board is frozen; empty while it is not to be
   */
  @RegisterForReflection
  record Settings(
      NamePolicy names,
      int top,
      Display show,
      boolean optIn,
      int smallestGroup,
      TeamScore teamScore,
      Instant freezeAt,
      boolean frozen,
      List<LiveBoard> liveElsewhere) {}

  /**
   * A board of everybody that a freeze does not stop.
   *
   * @param season the id of a season; left out for the global board
   * @param name of the season; left out for the global board
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LiveBoard(String leaderboardType, String season, String name) {}

  /**
   * When to freeze.
   *
   * @param at default now
   */
  @RegisterForReflection
  record FreezeRequest(@Moment Instant at) {}

  private final BoardSettingsRepository settings;
  private final Freezing freezing;
  private final Seasons seasons;
  private final ClassRights rights;
  private final SecurityIdentity identity;
  private final Clock clock;

  BoardSettingsResource(
      BoardSettingsRepository settings,
      Freezing freezing,
      Seasons seasons,
      ClassRights rights,
      SecurityIdentity identity,
      Clock clock) {
    this.settings = settings;
    this.freezing = freezing;
    this.seasons = seasons;
    this.rights = rights;
    this.identity = identity;
    this.clock = clock;
  }

  @GET
  @Authenticated
  @Operation(summary = "How a class board is shown to its students")
  public Settings get(@PathParam("id") @Identifier String id) {
    rights.requireStaff(id);
    return of(Board.ofClass(id));
  }

  @PUT
  @Operation(
      summary = "Choose what students see of the board of a class",
      description =
          "Whose names: the others appear under pseudonyms, which never change. Ranks, or only how many have how many"
              + " points. Everybody, or only those who asked to be seen. From how many users on. And how teams are scored. Instructors see it all, and"
              + " boards of everybody show ranks.")
  public Settings names(
      @PathParam("id") @Identifier String id, @Valid @NotNull BoardChoice choice) {
    var board = taughtBoard(id);
    settings.choose(board, choice);
    return of(board);
  }

  @PUT
  @Path("/freeze")
  @Operation(
      summary = "Freeze the board of a class",
      description =
          "From then on students see the board as it was at that time, and nothing of the seasons of the class, until it is"
              + " thawed. Instructors see it live. Boards of everybody go on counting what the class earns, for its students"
              + " too: the answer lists them in live_elsewhere.")
  public Settings freeze(
      @PathParam("id") @Identifier String id, @Valid @NotNull FreezeRequest request) {
    var board = taughtBoard(id);
    var now = clock.instant();
    if (request.at() != null && request.at().isBefore(now.minus(CLOCK_SKEW))) {
      throw ProblemException.badRequest("at", "must not be in the past, which is not kept");
    }
    freezing.freezeAt(
        board, request.at() == null || request.at().isBefore(now) ? now : request.at());
    return of(board);
  }

  @DELETE
  @Path("/freeze")
  @Operation(summary = "Thaw the board of a class, or cancel a planned freeze")
  public Settings thaw(@PathParam("id") @Identifier String id) {
    var board = taughtBoard(id);
    freezing.freezeAt(board, null);
    return of(board);
  }

  private Settings of(Board board) {
    var found = freezing.settingsNow(board);
    return new Settings(
        found.names,
        found.top,
        found.show,
        found.optIn,
        found.smallestGroup,
        found.teamScore,
        found.freezeAt,
        found.frozen,
        found.freezeAt == null ? List.of() : boardsOfEverybody());
  }

  private List<LiveBoard> boardsOfEverybody() {
    var ofSeasons =
        seasons.open(List.of()).stream()
            .map(season -> new LiveBoard(season.board().type(), season.id(), season.name()));
    return Stream.concat(Stream.of(new LiveBoard(Board.GLOBAL.type(), null, null)), ofSeasons)
        .toList();
  }

  private Board taughtBoard(String classId) {
    rights.requireInstructor(classId);
    return Board.ofClass(classId);
  }
}
