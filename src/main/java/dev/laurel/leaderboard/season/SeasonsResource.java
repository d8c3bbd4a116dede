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
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
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
  /** A term that is under way. */
  private static final Duration LONGEST_PAST = Duration.ofDays(366);

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
      description =
          "It counts results that arrive from now on and were graded while it runs. Where an open season says"
              + " the same, that one is the answer. At most 20 are open in a class, and of everybody 50, of which a"
              + " user starts 10: 409.")
  public Season start(@Valid @NotNull SeasonRequest request) {
    requireTeacher(request.classId());
    var season = requested(request);
    check(request, season);
    return seasons.start(season, open -> isSame(open, season, request), caller());
  }

  private Season requested(SeasonRequest request) {
    var zone = zone(request.classId());
    var startsAt = stored(request.startsAt() == null ? clock.instant() : request.startsAt());
    boolean weekly = isWeekly(request);
    var weekBegins = weekly ? Season.timeOfDay(startsAt, zone) : null;
    return new Season(
        UUID.randomUUID().toString(),
        request.classId(),
        request.name(),
        request.problemIds() == null ? List.of() : request.problemIds(),
        startsAt,
        weekly ? Season.weekAfter(startsAt, weekBegins, zone) : stored(request.endsAt()),
        weekly,
        null,
        weekBegins);
  }

  /** As precise as the database keeps it. */
  private static Instant stored(Instant moment) {
    return moment == null ? null : moment.truncatedTo(ChronoUnit.MICROS);
  }

  private void check(SeasonRequest request, Season season) {
    var now = clock.instant();
    if (season.weekly() && request.endsAt() != null) {
      throw invalid("ends_at", "must be left out with weekly, whose seasons last a week each");
    }
    if (season.endsAt() != null && !season.endsAt().isAfter(season.startsAt())) {
      throw invalid("ends_at", "must be after starts_at");
    }
    if (season.startsAt().isBefore(now.minus(LONGEST_PAST))) {
      throw invalid("starts_at", "must be at most a year ago");
    }
    if (season.endsAt() != null && !season.endsAt().isAfter(now)) {
      throw season.weekly()
          ? invalid("starts_at", "must be less than a week ago with weekly")
          : invalid("ends_at", "must be in the future");
    }
  }

  private static ProblemException invalid(String field, String message) {
    return ProblemException.badRequest(List.of(new FieldError(field, message)));
  }

  /** True if an open season is what the request asks for, as when it is sent twice. */
  private static boolean isSame(Season open, Season season, SeasonRequest request) {
    return open.name().equals(season.name())
        && Set.copyOf(open.problemIds()).equals(Set.copyOf(season.problemIds()))
        && open.weekly() == season.weekly()
        && (season.weekly() || Objects.equals(open.endsAt(), season.endsAt()))
        && (request.startsAt() == null || open.startsAt().equals(season.startsAt()));
  }

  private static boolean isWeekly(SeasonRequest request) {
    return Boolean.TRUE.equals(request.weekly());
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
    var season = changeable(id);
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
    closing.delete(changeable(id));
  }

  private Season changeable(String id) {
    return seasons
        .find(id)
        .filter(this::mayChange)
        .orElseThrow(
            () -> ProblemException.notFound("There is no such season for the caller to change."));
  }

  private boolean mayChange(Season season) {
    return identity.hasRole(Roles.OPERATOR)
        || (season.classId() == null
            ? seasons.isStartedBy(season, caller())
            : classes.isTaughtBy(season.classId(), caller()));
  }

  /** Answers alike for classes that do not exist, so that nobody learns which do. */
  private void requireTeacher(String classId) {
    if (classId != null && !classes.isTaughtBy(classId, caller())) {
      throw ProblemException.forbidden("Only an instructor of the class may do this.");
    }
  }

  private String caller() {
    return Caller.of(identity).id();
  }
}
