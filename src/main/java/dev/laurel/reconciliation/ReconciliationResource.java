package dev.laurel.reconciliation;

import dev.laurel.course.ClassRights;
import dev.laurel.errors.Identifier;
import dev.laurel.ids.UserId;
import dev.laurel.reconciliation.ReconciliationPage.Comparison;
import dev.laurel.security.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;

/** Shows by how much another back end's numbers of a class differ from Laurel's, and why. */
@Path("/api/classes/{id}/reconciliation")
@RolesAllowed({Roles.INSTRUCTOR, Roles.GRADER, Roles.OPERATOR})
@Cache(isPrivate = true, noCache = true)
@Tag(name = "Back office")
class ReconciliationResource {
  private static final int MAX_STUDENTS = 500;

  private final Reconciliation reconciliation;
  private final ClassRights rights;
  private final SecurityIdentity identity;

  ReconciliationResource(
      Reconciliation reconciliation, ClassRights rights, SecurityIdentity identity) {
    this.reconciliation = reconciliation;
    this.rights = rights;
    this.identity = identity;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "By how much another back end's numbers of a class differ from Laurel's, and why",
      description =
          "While the class is in shadow. As text/csv it is the whole class: a line for each student.")
  @APIResponse(responseCode = "409", description = "The class is not in shadow")
  public ReconciliationPage get(
      @PathParam("id") @Identifier String id,
      @QueryParam("after") @UserId String after,
      @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(MAX_STUDENTS) int limit,
      @QueryParam("different") @DefaultValue("false") boolean different) {
    require(id);
    return reconciliation.page(id, after == null ? "" : after, limit, different);
  }

  private void require(String classId) {
    if (!identity.hasRole(Roles.OPERATOR)) {
      rights.requireGraderOrInstructor(classId);
    }
  }

  @GET
  @Produces("text/csv")
  @Operation(hidden = true)
  public String getTable(
      @PathParam("id") @Identifier String id,
      @QueryParam("different") @DefaultValue("false") boolean different) {
    require(id);
    var students = new ArrayList<Comparison>();
    for (var after = ""; after != null; ) {
      var page = reconciliation.page(id, after, MAX_STUDENTS, different);
      students.addAll(page.students());
      after = page.next();
    }
    return ReconciliationTable.of(students);
  }
}
