package dev.laurel.course;

import dev.laurel.errors.ProblemException;
import dev.laurel.security.Caller;
import dev.laurel.security.ClassScope;
import dev.laurel.security.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/**
 * Decides what the caller of the current request may do in a class. Answers alike for classes that
 * do not exist, so that nobody learns which do. Blocks.
 */
@ApplicationScoped
public class ClassRights {
  private final Classes classes;
  private final SecurityIdentity identity;

  ClassRights(Classes classes, SecurityIdentity identity) {
    this.classes = classes;
    this.identity = identity;
  }

  /**
   * @throws ProblemException 403, unless the caller teaches the class
   */
  public void requireInstructor(String classId) {
    if (!isInstructor(classId)) {
      throw ProblemException.forbidden("Only an instructor of the class may see or change this.");
    }
  }

  /**
   * @throws ProblemException 403, unless the caller is staff of the class
   */
  public void requireStaff(String classId) {
    if (!isInstructor(classId) && role(classId).filter(Role.assistant::equals).isEmpty()) {
      throw ProblemException.forbidden("Only the staff of the class may see this.");
    }
  }

  /**
   * @param classId null outside classes
   * @throws ProblemException 403, unless the caller is a grader, of this class if limited to some,
   *     or teaches the class
   */
  public void requireGraderOrInstructor(String classId) {
    if (!ClassScope.of(identity).allows(classId)) {
      throw ProblemException.forbidden("This key is for other classes.");
    }
    if (!identity.hasRole(Roles.GRADER) && (classId == null || !isInstructor(classId))) {
      throw ProblemException.forbidden("Only a grader or an instructor of the class may do this.");
    }
  }

  /**
   * @throws ProblemException 403, unless the caller is an operator, or teaches a class of which the
   *     user is a member
   */
  @Transactional
  public void requireInstructorOf(String user) {
    if (!identity.hasRole(Roles.OPERATOR)
        && Membership.count(
                """
                from Membership m join Membership t on t.classId = m.classId
                where m.userId = ?1 and t.userId = ?2 and t.role = ?3""",
                user,
                Caller.of(identity).id(),
                Role.instructor)
            == 0) {
      throw ProblemException.forbidden(
          "Only an operator or an instructor of the user may do this.");
    }
  }

  /** True if the caller teaches the class. */
  public boolean isInstructor(String classId) {
    return identity.hasRole(Roles.INSTRUCTOR)
        && classes.isTaughtBy(classId, Caller.of(identity).id());
  }

  /** The caller's role in the class; empty for others than members. */
  public Optional<Role> role(String classId) {
    return classes.role(classId, Caller.of(identity).id());
  }
}
