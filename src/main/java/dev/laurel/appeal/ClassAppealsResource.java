package dev.laurel.appeal;

import dev.laurel.appeal.AppealPage.AppealItem;
import dev.laurel.appeal.AppealPage.Correction;
import dev.laurel.course.ClassRights;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.Text;
import dev.laurel.security.Roles;
import dev.laurel.sql.Paging;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The appeals of a class, for its instructors to answer. */
@Path("/api/classes/{id}/appeals")
@RolesAllowed(Roles.INSTRUCTOR)
@Tag(name = "Back office")
class ClassAppealsResource {
  private static final Set<Appeal.State> OPEN = EnumSet.of(Appeal.State.open);
  private static final Set<Appeal.State> ANSWERED =
      EnumSet.of(Appeal.State.accepted, Appeal.State.declined);

  /**
   * An answer.
   *
   * @param text as the student reads it
   * @param correction the adjustment or regrade by which the points were corrected before; may be
   *     null
   */
  @RegisterForReflection
  record AnswerRequest(
      @NotNull
          @Pattern(regexp = "accepted|declined", message = "must be accepted or declined")
          @Schema(examples = "accepted")
          String decision,
      @NotNull @Text @Size(max = 1000) @Schema(examples = "You are right: the test was wrong.")
          String text,
      @Valid Correction correction) {}

  private final Appeals appeals;
  private final AppealAnswers answers;
  private final ClassRights rights;

  ClassAppealsResource(Appeals appeals, AppealAnswers answers, ClassRights rights) {
    this.appeals = appeals;
    this.answers = answers;
    this.rights = rights;
  }

  @GET
  @Authenticated
  @Operation(
      summary = "The appeals of a class, newest first",
      description = "With state=answered those that have an answer. Withdrawn ones are not listed.")
  public AppealPage ofClass(
      @PathParam("id") @Identifier String id,
      @QueryParam("state")
          @DefaultValue("open")
          @Pattern(regexp = "open|answered", message = "must be open or answered")
          String state,
      @QueryParam("before") @DefaultValue(Paging.NEWEST) @Min(1) long before,
      @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
    rights.requireStaff(id);
    return appeals.ofClass(id, state.equals("open") ? OPEN : ANSWERED, before, limit);
  }

  @PUT
  @Path("/{appeal}/answer")
  @Operation(
      summary = "Answer an appeal",
      description =
          "The student gets an appeal_answered. May be repeated; the answer stays. Points are corrected by an adjustment or a"
              + " regrade before, which the answer may name.")
  @APIResponse(responseCode = "404", description = "The class has no such appeal")
  @APIResponse(
      responseCode = "409",
      description = "It was withdrawn, or has another answer; errors names the fields that differ")
  public AppealItem answer(
      @PathParam("id") @Identifier String id,
      @PathParam("appeal") @Min(1) long appeal,
      @Valid @NotNull AnswerRequest request) {
    rights.requireInstructor(id);
    return answers.answer(
        id,
        appeal,
        new AppealAnswers.Answer(
            Appeal.State.valueOf(request.decision()), request.text(), request.correction()));
  }
}
