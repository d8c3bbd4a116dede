package dev.laurel.leaderboard;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.laurel.course.Classes;
import dev.laurel.course.MemberClass;
import dev.laurel.course.Role;
import dev.laurel.leaderboard.season.Season;
import dev.laurel.leaderboard.season.Seasons;
import dev.laurel.leaderboard.visibility.Display;
import dev.laurel.leaderboard.visibility.Freezing;
import dev.laurel.leaderboard.visibility.NamePolicy;
import dev.laurel.security.Caller;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;

/** Lists the classes of the caller. */
@Path("/api/classes")
@Authenticated
@Cache(isPrivate = true, noCache = true)
@Tag(name = "Students")
class MyClassesResource {
  /**
   * One of the caller's classes.
   *
   * @param role of the caller
   * @param section that of the caller; left out if there is none
   * @param sections all of the class, each with a board of its own
   * @param timeZone the calendar of its days, by an IANA name
   * @param archived whether it takes no results any more
   * @param seasons the open ones of the class, newest first
   */
  @RegisterForReflection
  @Schema(name = "ClassOfCaller")
  record MyClass(
      String id,
      String name,
      Role role,
      @JsonInclude(JsonInclude.Include.NON_NULL) String section,
      List<String> sections,
      @Schema(implementation = String.class, examples = "Europe/London") ZoneId timeZone,
      boolean archived,
      ClassBoard board,
      List<Season> seasons) {}

  /**
   * How the board of a class is shown to its students.
   *
   * @param names whose names they see
   * @param top the last rank whose name is shown, with {@code top}
   * @param show everybody's ranks, or only the distribution of points
   * @param optIn whether they see only those of them who asked for it
   * @param smallestGroup the number of users below which they see nothing of it
   * @param frozen whether they see it as it was
   */
  @RegisterForReflection
  record ClassBoard(
      NamePolicy names, int top, Display show, boolean optIn, int smallestGroup, boolean frozen) {}

  private final Classes classes;
  private final Seasons seasons;
  private final Freezing freezing;
  private final SecurityIdentity identity;

  MyClassesResource(
      Classes classes, Seasons seasons, Freezing freezing, SecurityIdentity identity) {
    this.classes = classes;
    this.seasons = seasons;
    this.freezing = freezing;
    this.identity = identity;
  }

  @GET
  @Operation(
      summary = "The caller's classes, with role, board and open seasons",
      description = "Ordered by id. Archived ones are listed with archived=true.")
  public List<MyClass> list(@QueryParam("archived") @DefaultValue("false") boolean archived) {
    var found =
        classes.memberships(Caller.of(identity).id()).stream()
            .filter(member -> archived || member.archivedAt() == null)
            .toList();
    var open =
        seasons.open(found.stream().map(MemberClass::id).toList()).stream()
            .filter(season -> season.classId() != null)
            .sorted(comparing(Season::startsAt).reversed())
            .collect(groupingBy(Season::classId));
    var sections = classes.sections(found.stream().map(MemberClass::id).toList());
    return found.stream().map(member -> describe(member, open, sections)).toList();
  }

  private MyClass describe(
      MemberClass member, Map<String, List<Season>> open, Map<String, List<String>> sections) {
    var settings = freezing.settingsNow(Board.ofClass(member.id()));
    return new MyClass(
        member.id(),
        member.name(),
        member.role(),
        member.section(),
        sections.getOrDefault(member.id(), List.of()),
        member.timeZone(),
        member.archivedAt() != null,
        new ClassBoard(
            settings.names(),
            settings.top(),
            settings.show(),
            settings.isOptIn(),
            settings.smallestGroup(),
            settings.isFrozen()),
        open.getOrDefault(member.id(), List.of()));
  }
}
