package dev.laurel.course;

import java.util.Set;

/**
 * Fired inside the transaction that enrols or removes users of a class, or changes their roles.
 *
 * @param users with changed memberships, never empty, and locked
 * @param formerStudents those of them who are students of the class no more
 */
public record MembershipsChanged(String classId, Set<String> users, Set<String> formerStudents) {
  public MembershipsChanged {
    users = Set.copyOf(users);
    formerStudents = Set.copyOf(formerStudents);
  }
}
