package dev.laurel.submission;

import dev.laurel.course.ClassRights;
import dev.laurel.course.ClosedClasses;
import dev.laurel.errors.Identifier;
import dev.laurel.security.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets results out that were kept back. */
@Path("/api/releases")
@RolesAllowed({Roles.GRADER, Roles.INSTRUCTOR})
@Tag(name = "Graders")
class ReleasesResource {
  /**
   * Which results to let out.
   *
   * @param source the grader; those of all graders by default
   */
  @RegisterForReflection
  record ReleaseRequest(
      @NotNull @Identifier String classId,
      @NotNull @Identifier String problemId,
      @Identifier String source) {}

  /**
   * The effect of a release.
   *
   * @param released the number of results
   */
  @RegisterForReflection
  record Release(int released) {}

  private final Corrections corrections;
  private final ClassRights rights;
  private final ClosedClasses classes;

  ReleasesResource(Corrections corrections, ClassRights rights, ClosedClasses classes) {
    this.corrections = corrections;
    this.rights = rights;
    this.classes = classes;
  }

  @POST
  @Operation(
      summary = "Let out the results of a class for a problem that were sent with held",
      description = "They count, on the day on which they were handed in, and are announced.")
  @APIResponse(responseCode = "200", description = "How many results count since")
  @APIResponse(responseCode = "409", description = "The class is archived")
  public Release release(@Valid @NotNull ReleaseRequest request) {
    rights.requireGraderOrInstructor(request.classId());
    classes.requireKnown(request.classId());
    return new Release(
        corrections.release(request.classId(), request.problemId(), request.source()));
  }
}
