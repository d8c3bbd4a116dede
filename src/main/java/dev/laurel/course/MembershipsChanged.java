package dev.laurel.course;

import java.util.Set;

/**
 * Fired inside the transaction that enrols or removes users of a class or changes their role there.
 *
 * @param users those whose membership is no longer what it was, never empty; their rows are locked
 */
public record MembershipsChanged(String classId, Set<String> users) {
  public MembershipsChanged {
    users = Set.copyOf(users);
  }
}
