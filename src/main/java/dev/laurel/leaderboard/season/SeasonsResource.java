package dev.laurel.leaderboard.season;

import dev.laurel.course.Classes;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.Moment;
import dev.laurel.errors.ProblemException;
import dev.laurel.errors.Text;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Leaderboard;
import dev.laurel.security.Caller;
import dev.laurel.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Seasons: boards for a limited time. */
@Path("/api/seasons")
@Authenticated
@Tag(name = "Seasons")
class SeasonsResource {
  /**
   * A season to start.
   *
   * @param classId the class whose results count; default everybody's
   * @param problemIds the problems that count, those of an assignment for example; default all
   * @param startsAt default now
   * @param endsAt the first moment that is too late; by default it runs until it is closed
   * @param weekly whether it runs for a week, and the next one follows; default false
   */
  @RegisterForReflection
  record SeasonRequest(
      @Identifier String classId,
      @NotNull @Text @Size(max = 200) String name,
      @Size(max = 1000) List<@NotNull @Identifier String> problemIds,
      @Moment Instant startsAt,
      @Moment Instant endsAt,
      Boolean weekly) {}

  private final Seasons seasons;
  private final SeasonClosing closing;
  private final Leaderboard leaderboard;
  private final Classes classes;
  private final SecurityIdentity identity;
  private final Clock clock;

  SeasonsResource(
      Seasons seasons,
      SeasonClosing closing,
      Leaderboard leaderboard,
      Classes classes,
      SecurityIdentity identity,
      Clock clock) {
    this.seasons = seasons;
    this.closing = closing;
    this.leaderboard = leaderboard;
    this.classes = classes;
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
      description = "It counts results that arrive from now on and were graded while it runs.")
  public Season start(@Valid @NotNull SeasonRequest request) {
    requireTeacher(request.classId());
    var zone = zone(request.classId());
    var startsAt = request.startsAt() == null ? clock.instant() : request.startsAt();
    var endsAt = isWeekly(request) ? Season.weekAfter(startsAt, zone) : request.endsAt();
    if (endsAt != null && !endsAt.isAfter(startsAt)) {
      throw ProblemException.badRequest(
          List.of(new FieldError("ends_at", "must be after starts_at")));
    }
    var season =
        new Season(
            UUID.randomUUID().toString(),
            request.classId(),
            request.name(),
            request.problemIds() == null ? List.of() : request.problemIds(),
            startsAt,
            endsAt,
            isWeekly(request),
            null);
    seasons.start(season);
    return season;
  }

  private static boolean isWeekly(SeasonRequest request) {
    return Boolean.TRUE.equals(request.weekly());
  }

  private ZoneId zone(String classId) {
    return classes.timeZones(classId == null ? Set.of() : Set.of(classId)).apply(classId);
  }

  @POST
  @Path("/{id}/close")
  @RolesAllowed(Roles.INSTRUCTOR)
  @Operation(
      summary = "Close a season",
      description = "Its board is final. A weekly season has no successor.")
  public Season close(@PathParam("id") @Identifier String id) {
    var season =
        seasons
            .find(id)
            .filter(found -> mayChange(found.classId()))
            .orElseThrow(
                () ->
                    ProblemException.notFound("There is no such season for the caller to close."));
    closing.close(season);
    return seasons.find(id).orElseThrow();
  }

  /** Answers alike for classes that do not exist, so that nobody learns which do. */
  private void requireTeacher(String classId) {
    if (!mayChange(classId)) {
      throw ProblemException.forbidden("Only an instructor of the class may do this.");
    }
  }

  private boolean mayChange(String classId) {
    return classId == null || classes.isTaughtBy(classId, caller());
  }

  private String caller() {
    return Caller.of(identity).id();
  }
}
