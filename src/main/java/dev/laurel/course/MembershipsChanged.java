package dev.laurel.course;

import java.util.Set;

/**
 * Fired inside the transaction that enrols or removes users of a class, or changes their roles.
 *
 * @param users with changed memberships, never empty, and locked
 */
public record MembershipsChanged(String classId, Set<String> users) {
  public MembershipsChanged {
    users = Set.copyOf(users);
  }
}
