package dev.laurel.course;

import java.util.Set;

/**
 * Fired in the transaction that renames users, who are locked.
 *
 * @param users never empty
 */
public record UsersRenamed(Set<String> users) {
  public UsersRenamed {
    users = Set.copyOf(users);
  }
}
