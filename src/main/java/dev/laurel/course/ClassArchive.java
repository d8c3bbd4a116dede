package dev.laurel.course;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.errors.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;

/** Archives classes, which take no results from then on, and restores them. Blocks. */
@ApplicationScoped
class ClassArchive {
  private final Classes classes;
  private final Audit audit;
  private final Clock clock;

  ClassArchive(Classes classes, Audit audit, Clock clock) {
    this.classes = classes;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Archives a class or restores it, unless that was done before.
   *
   * @throws ProblemException 403, if the caller does not teach the class
   */
  @Transactional
  void set(String classId, String caller, boolean archived) {
    if (!classes.isTaughtBy(classId, caller)) {
      throw ProblemException.forbidden("Only an instructor of the class may do this.");
    }
    CourseClass found = CourseClass.findById(classId, LockModeType.PESSIMISTIC_WRITE);
    if (found.archivedAt == null == archived) {
      found.archivedAt = archived ? clock.instant() : null;
      audit.record(
          archived ? AuditAction.CLASS_ARCHIVED : AuditAction.CLASS_RESTORED, classId, null);
    }
  }
}
