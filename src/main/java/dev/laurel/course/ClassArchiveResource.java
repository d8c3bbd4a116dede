package dev.laurel.course;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.errors.Identifier;
import dev.laurel.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets instructors archive their classes. */
@Path("/api/classes/{id}/archive")
@RolesAllowed(Roles.INSTRUCTOR)
@Tag(name = "Back office")
class ClassArchiveResource {
  private final ClassRights rights;
  private final Audit audit;
  private final Clock clock;

  ClassArchiveResource(ClassRights rights, Audit audit, Clock clock) {
    this.rights = rights;
    this.audit = audit;
    this.clock = clock;
  }

  @PUT
  @Transactional
  @Operation(
      summary = "Archive a class",
      description =
          "Results for it are refused from then on, and it can start no season; weekly ones have no successor. Its boards"
              + " stay as they are, for its members to read.")
  public void archive(@PathParam("id") @Identifier String id) {
    set(id, true);
  }

  @DELETE
  @Transactional
  @Operation(summary = "Restore an archived class")
  public void restore(@PathParam("id") @Identifier String id) {
    set(id, false);
  }

  /** Archives a class or restores it, unless that was done before. */
  private void set(String classId, boolean archived) {
    rights.requireInstructor(classId);
    CourseClass found = CourseClass.findById(classId, LockModeType.PESSIMISTIC_WRITE);
    if (found.archivedAt == null == archived) {
      found.archivedAt = archived ? clock.instant() : null;
      audit.record(
          archived ? AuditAction.CLASS_ARCHIVED : AuditAction.CLASS_RESTORED, classId, null);
    }
  }
}
