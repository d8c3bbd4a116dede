package dev.laurel.calendar;

import dev.laurel.course.ClassRights;
import dev.laurel.errors.DryRun;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.rehearsal.Rehearsals;
import dev.laurel.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.ZoneId;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The days on which the students of a class are expected to work. */
@Path("/api/classes/{id}/calendar")
@Authenticated
@Tag(name = "Calendar")
class CalendarResource {
  /**
   * The calendar that members see.
   *
   * @param timeZone in which days begin and end; the roster sets it
   */
  @RegisterForReflection
  @Schema(name = "Calendar")
  record ClassDays(
      @Schema(implementation = String.class, examples = "Europe/London") ZoneId timeZone,
      List<Weekday> teachingDays,
      List<DayRange> holidays) {}

  private final Calendars calendars;
  private final Rehearsals rehearsals;
  private final ClassRights rights;

  CalendarResource(Calendars calendars, Rehearsals rehearsals, ClassRights rights) {
    this.calendars = calendars;
    this.rehearsals = rehearsals;
    this.rights = rights;
  }

  @GET
  @Operation(summary = "The teaching days and holidays of one of the caller's classes")
  public ClassDays get(@PathParam("id") @Identifier String id) {
    if (rights.role(id).isEmpty()) {
      throw ProblemException.forbidden("Only members of a class see its calendar.");
    }
    return of(id);
  }

  @PUT
  @RolesAllowed(Roles.INSTRUCTOR)
  @Operation(
      summary = "Set the teaching days and holidays of a class",
      description =
          "Replaces those before. Streaks of its students are counted anew in the background: on other days nobody"
              + " has to work, and work counts all the same.")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ClassDays.class)))
  public Response put(
      @PathParam("id") @Identifier String id,
      @Valid @NotNull CalendarDays request,
      @QueryParam(DryRun.NAME) @DryRun String dryRun) {
    rights.requireInstructor(id);
    ProblemException.refuse(request.errors());
    var days = request.sorted();
    return Response.ok(
            rehearsals.answer(
                dryRun,
                id,
                () -> {
                  calendars.put(id, days);
                  return of(id);
                }))
        .build();
  }

  private ClassDays of(String id) {
    var days = calendars.days(id);
    return new ClassDays(calendars.timeZone(id), days.teachingDays(), days.holidays());
  }
}
