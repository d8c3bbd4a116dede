package dev.laurel.leaderboard.season;

import dev.laurel.course.ClassRights;
import dev.laurel.course.Classes;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Leaderboard;
import dev.laurel.security.Caller;
import dev.laurel.security.Roles;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Seasons: boards for a limited time. */
@Path("/api/seasons")
@Authenticated
@Tag(name = "Seasons")
class SeasonsResource {
  private final Seasons seasons;
  private final SeasonStarts starts;
  private final SeasonClosing closing;
  private final SeasonAccess access;
  private final Leaderboard leaderboard;
  private final Classes classes;
  private final ClassRights rights;
  private final SecurityIdentity identity;
  private final Clock clock;

  SeasonsResource(
      Seasons seasons,
      SeasonStarts starts,
      SeasonClosing closing,
      SeasonAccess access,
      Leaderboard leaderboard,
      Classes classes,
      ClassRights rights,
      SecurityIdentity identity,
      Clock clock) {
    this.seasons = seasons;
    this.starts = starts;
    this.closing = closing;
    this.access = access;
    this.leaderboard = leaderboard;
    this.classes = classes;
    this.rights = rights;
    this.identity = identity;
    this.clock = clock;
  }

  @GET
  @Operation(
      summary =
          "List the seasons of one of the caller's classes, or without class_id those of everybody",
      description = "The newest 500, including closed ones.")
  public List<Season> list(@QueryParam("class_id") @Identifier String classId) {
    if (classId != null && leaderboard.audience(Board.ofClass(classId), caller()).isEmpty()) {
      throw ProblemException.forbidden("Only members of a class see its seasons.");
    }
    return seasons.newest(classId);
  }

  @POST
  @RolesAllowed(Roles.INSTRUCTOR)
  @ResponseStatus(201)
  @Operation(
      summary = "Start a season",
      description =
          "It counts the results that were handed in while it runs, also those that arrived before it was made: these"
              + " within moments, and counting is true until they are all there. Where an open season says"
              + " the same, that one is the answer. At most 20 are open in a class, and of everybody 50, of which a"
              + " user starts 10: 409.")
  public Season start(@Valid @NotNull SeasonRequest request) {
    if (request.classId() != null) {
      rights.requireInstructor(request.classId());
    }
    var season = request.season(clock.instant(), zone(request.classId()));
    return starts.start(season, open -> request.isSame(open, season), caller());
  }

  private ZoneId zone(String classId) {
    return classes.timeZones(classId == null ? Set.of() : Set.of(classId)).apply(classId);
  }

  @POST
  @Path("/{id}/close")
  @RolesAllowed({Roles.INSTRUCTOR, Roles.OPERATOR})
  @Operation(
      summary = "Close a season",
      description =
          "Its board is final. A weekly season has no successor. For instructors of its class, of one of everybody"
              + " for the instructor who started it, and for operators.")
  public Season close(@PathParam("id") @Identifier String id) {
    var season = access.changeable(id);
    closing.close(season);
    return seasons.find(id).orElse(season);
  }

  @DELETE
  @Path("/{id}")
  @RolesAllowed({Roles.INSTRUCTOR, Roles.OPERATOR})
  @Operation(
      summary = "Delete a season, open or closed, with its board",
      description =
          "A weekly season has no successor; those before it stay. For those who may close it.")
  public void delete(@PathParam("id") @Identifier String id) {
    closing.delete(access.changeable(id));
  }

  private String caller() {
    return Caller.of(identity).id();
  }
}
