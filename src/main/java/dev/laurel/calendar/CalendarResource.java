package dev.laurel.calendar;

import dev.laurel.course.Classes;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.security.Caller;
import dev.laurel.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.ZoneId;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
  private final Classes classes;
  private final SecurityIdentity identity;

  CalendarResource(Calendars calendars, Classes classes, SecurityIdentity identity) {
    this.calendars = calendars;
    this.classes = classes;
    this.identity = identity;
  }

  @GET
  @Operation(summary = "The teaching days and holidays of one of the caller's classes")
  public ClassDays get(@PathParam("id") @Identifier String id) {
    if (classes.role(id, caller()).isEmpty()) {
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
  public ClassDays put(
      @PathParam("id") @Identifier String id, @Valid @NotNull CalendarDays request) {
    if (!classes.isTaughtBy(id, caller())) {
      throw ProblemException.forbidden("Only an instructor of the class may change its calendar.");
    }
    var errors = request.errors();
    if (!errors.isEmpty()) {
      throw ProblemException.badRequest(errors);
    }
    calendars.put(id, request.sorted());
    return of(id);
  }

  private ClassDays of(String id) {
    var days = calendars.days(id);
    return new ClassDays(calendars.timeZone(id), days.teachingDays(), days.holidays());
  }

  private String caller() {
    return Caller.of(identity).id();
  }
}
