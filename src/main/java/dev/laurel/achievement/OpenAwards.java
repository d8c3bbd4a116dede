package dev.laurel.achievement;

import jakarta.transaction.TransactionScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the current transaction knows of awards: what can be earned, and what its users have. */
@TransactionScoped
class OpenAwards {
  private final Map<String, Set<String>> earned = new HashMap<>();
  private List<Definition> definitions = List.of();

  void open(List<Definition> active) {
    definitions = active;
  }

  List<Definition> definitions() {
    return definitions;
  }

  Set<String> earnedBy(String user) {
    return earned.computeIfAbsent(user, any -> new HashSet<>());
  }
}
