package dev.laurel.gradebook;

import dev.laurel.course.ClassRights;
import dev.laurel.errors.Identifier;
import dev.laurel.gradebook.GradebookPage.Row;
import dev.laurel.ids.UserId;
import io.quarkus.security.Authenticated;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;

/** Shows the staff of a class what its students have for each problem. */
@Path("/api/classes/{id}/gradebook")
@Authenticated
@Cache(isPrivate = true, noCache = true)
@Tag(name = "Back office")
class GradebookResource {
  private static final int MAX_STUDENTS = 500;

  private final GradebookBulk gradebook;
  private final ClassRights rights;

  GradebookResource(GradebookBulk gradebook, ClassRights rights) {
    this.gradebook = gradebook;
    this.rights = rights;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "The best results of the students of a class, by problem",
      description =
          "As text/csv it is the whole class: a line for each student, and a column for each problem with its points.")
  public GradebookPage get(
      @PathParam("id") @Identifier String id,
      @QueryParam("after") @UserId String after,
      @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(MAX_STUDENTS) int limit) {
    rights.requireStaff(id);
    return gradebook.page(id, after == null ? "" : after, limit);
  }

  @GET
  @Produces("text/csv")
  @Operation(hidden = true)
  public String getTable(@PathParam("id") @Identifier String id) {
    rights.requireStaff(id);
    var students = new ArrayList<Row>();
    for (var after = ""; after != null; ) {
      var page = gradebook.page(id, after, MAX_STUDENTS);
      students.addAll(page.students());
      after = page.next();
    }
    return GradebookTable.of(students);
  }
}
