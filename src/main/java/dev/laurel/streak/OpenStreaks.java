package dev.laurel.streak;

import jakarta.transaction.TransactionScoped;
import java.util.HashMap;
import java.util.Map;

/** The streaks which the current transaction has read or begun, by user. */
@TransactionScoped
class OpenStreaks {
  private final Map<String, Streak> streaks = new HashMap<>();

  Map<String, Streak> byUser() {
    return streaks;
  }
}
