package dev.laurel.calendar;

import dev.laurel.course.ClassRights;
import dev.laurel.errors.DryRun;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.ids.UserId;
import dev.laurel.rehearsal.Rehearsal;
import dev.laurel.rehearsal.Rehearsals;
import dev.laurel.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Excuses that instructors give to students of their class. Classmates learn nothing of them. */
@Path("/api/classes/{id}/members/{user}/excuses")
@RolesAllowed(Roles.INSTRUCTOR)
@Tag(name = "Calendar")
class ExcusesResource {
  /**
   * For how long.
   *
   * @param lastDay also excused; default the first day
   */
  @RegisterForReflection
  record ExcuseRequest(@Schema(examples = "2026-03-06") LocalDate lastDay) {}

  /** The days for which a student is excused, in their order. */
  @RegisterForReflection
  record ExcuseList(List<DayRange> items) {}

  private final Excuses excuses;
  private final Rehearsals rehearsals;
  private final ClassRights rights;

  ExcusesResource(Excuses excuses, Rehearsals rehearsals, ClassRights rights) {
    this.excuses = excuses;
    this.rehearsals = rehearsals;
    this.rights = rights;
  }

  @GET
  @Authenticated
  @Operation(summary = "The days for which a student of a class is excused")
  public ExcuseList list(
      @PathParam("id") @Identifier String id, @PathParam("user") @UserId String user) {
    rights.requireStaff(id);
    return new ExcuseList(excuses.of(id, user));
  }

  @PUT
  @Path("/{first_day}")
  @Operation(
      summary = "Excuse a student for a day, or for several in a row",
      description =
          "Also for days that are over. The student's streak is counted anew in the background, as if these days"
              + " were holidays of the class. At most 200 in a class: 409.")
  @APIResponse(responseCode = "204", description = "Excused")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Rehearsal.class)))
  public Response put(
      @PathParam("id") @Identifier String id,
      @PathParam("user") @UserId String user,
      @PathParam("first_day") String firstDay,
      @NotNull ExcuseRequest request,
      @QueryParam(DryRun.NAME) @DryRun String dryRun) {
    rights.requireInstructor(id);
    var days = days(firstDay, request.lastDay());
    ProblemException.refuse(days.errors(""));
    return answer(id, user, dryRun, () -> excuses.put(id, user, days));
  }

  @DELETE
  @Path("/{first_day}")
  @Operation(summary = "Withdraw the excuse that begins on a day")
  @APIResponse(responseCode = "204", description = "Withdrawn")
  public Response delete(
      @PathParam("id") @Identifier String id,
      @PathParam("user") @UserId String user,
      @PathParam("first_day") String firstDay,
      @QueryParam(DryRun.NAME) @DryRun String dryRun) {
    rights.requireInstructor(id);
    var day = days(firstDay, null).firstDay();
    return answer(id, user, dryRun, () -> excuses.delete(id, user, day));
  }

  private Response answer(String classId, String user, String dryRun, Runnable change) {
    return rehearsals
        .answerForStudent(dryRun, classId, user, change)
        .map(Response::ok)
        .orElseGet(Response::noContent)
        .build();
  }

  private static DayRange days(String firstDay, LocalDate lastDay) {
    try {
      return DayRange.of(firstDay, lastDay);
    } catch (DateTimeParseException e) {
      throw ProblemException.badRequest("first_day", "must be a date such as 2026-11-23");
    }
  }
}
