package dev.laurel.rehearsal;

import jakarta.transaction.TransactionScoped;
import java.util.Optional;
import java.util.SortedSet;

/**
 * The users for whom a transaction rehearses a change; they are locked. Rooms then count at once,
 * for these users and by the same code, what they otherwise count in the background after the
 * commit. They write nothing that others wait for, and take no locks against others who count by
 * what never changes.
 */
@TransactionScoped
public class RehearsedUsers {
  private SortedSet<String> users;

  void begin(SortedSet<String> locked) {
    users = locked;
  }

  /** Empty unless the transaction is a rehearsal; there may be no users in one. */
  public Optional<SortedSet<String>> users() {
    return Optional.ofNullable(users);
  }
}
