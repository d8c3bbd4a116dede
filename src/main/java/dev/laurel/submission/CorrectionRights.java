package dev.laurel.submission;

import dev.laurel.course.Classes;
import dev.laurel.errors.ProblemException;
import dev.laurel.security.Caller;
import dev.laurel.security.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;

/** Decides who may correct results: graders, and instructors in their own classes. */
@ApplicationScoped
class CorrectionRights {
  private final Classes classes;
  private final SecurityIdentity identity;

  CorrectionRights(Classes classes, SecurityIdentity identity) {
    this.classes = classes;
    this.identity = identity;
  }

  /**
   * @param classId null outside classes
   * @throws ProblemException 403, when the caller may not
   */
  void check(String classId) {
    if (!identity.hasRole(Roles.GRADER)
        && (classId == null || !classes.isTaughtBy(classId, Caller.of(identity).id()))) {
      throw ProblemException.forbidden("Only a grader or an instructor of the class may do this.");
    }
  }
}
