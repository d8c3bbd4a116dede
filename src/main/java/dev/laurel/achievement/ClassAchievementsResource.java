package dev.laurel.achievement;

import dev.laurel.course.ClassRights;
import dev.laurel.course.Role;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.security.Roles;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The achievements that the students of a class may earn, with results in the class. */
@Path("/api/classes/{id}/achievements")
@Authenticated
@Tag(name = "Achievements")
class ClassAchievementsResource {
  private final Definitions definitions;
  private final ClassRights rights;

  ClassAchievementsResource(Definitions definitions, ClassRights rights) {
    this.definitions = definitions;
    this.rights = rights;
  }

  @GET
  @Operation(
      summary = "List the achievements of a class",
      description = "For its members; instructors also see inactive ones.")
  public List<Definition> list(@PathParam("id") @Identifier String classId) {
    var role =
        rights
            .role(classId)
            .orElseThrow(
                () -> ProblemException.forbidden("Only members of a class see its achievements."));
    return definitions.ofClass(classId).stream()
        .filter(definition -> role == Role.instructor || definition.active())
        .toList();
  }

  @POST
  @RolesAllowed(Roles.INSTRUCTOR)
  @ResponseStatus(201)
  @Operation(
      summary = "Add an achievement of a class",
      description =
          "Only results in the class count. Who has met its criteria already gets it in the background, with an event"
              + " unless \"announce\" is false.")
  public Definition add(
      @PathParam("id") @Identifier String classId, @Valid @NotNull Definition definition) {
    rights.requireTeacher(classId);
    definition.requireValid(classId);
    definitions.add(definition, classId);
    return definitions.find(definition.id(), classId);
  }

  @PUT
  @RolesAllowed(Roles.INSTRUCTOR)
  @Operation(
      summary = "Add or change achievements of a class",
      description = "Achievements that the request does not name stay.")
  public List<Definition> put(
      @PathParam("id") @Identifier String classId,
      @NotNull @Size(min = 1, max = 500) List<@Valid @NotNull Definition> list) {
    rights.requireTeacher(classId);
    Definition.requireValid(list, classId);
    definitions.put(list, classId);
    return definitions.ofClass(classId);
  }

  @PUT
  @Path("/{achievement}")
  @RolesAllowed(Roles.INSTRUCTOR)
  @Operation(summary = "Add or change an achievement of a class")
  public Definition put(
      @PathParam("id") @Identifier String classId,
      @PathParam("achievement") @Identifier String id,
      @Valid @NotNull Definition definition) {
    rights.requireTeacher(classId);
    definition.requireValid(id, classId);
    definitions.put(List.of(definition), classId);
    return definitions.find(id, classId);
  }

  @DELETE
  @Path("/{achievement}")
  @RolesAllowed(Roles.INSTRUCTOR)
  @Operation(
      summary = "Delete an achievement of a class that nobody has earned",
      description = "409 if somebody has; then make it inactive.")
  public void delete(
      @PathParam("id") @Identifier String classId,
      @PathParam("achievement") @Identifier String id) {
    rights.requireTeacher(classId);
    definitions.delete(id, classId);
  }
}
