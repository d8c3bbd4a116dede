package dev.laurel.streak;

import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.results.CurrentResults;
import jakarta.transaction.TransactionScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When one transaction's users completed something, expired results included. Read only for users
 * whose runs are counted from scratch.
 */
@TransactionScoped
class Work {
  private final CurrentResults results;
  private final Map<String, Set<Instant>> momentsByUser = new HashMap<>();
  private final Map<String, List<GradedSubmission>> balancesByUser = new HashMap<>();

  Work(CurrentResults results) {
    this.results = results;
  }

  /** Reads the work of users, in one query each for results, balances and expired results. */
  void readAhead(Collection<String> users) {
    if (users.isEmpty()) {
      return;
    }
    users.forEach(user -> momentsByUser.put(user, new HashSet<>()));
    users.forEach(user -> balancesByUser.put(user, new ArrayList<>()));
    results.completedAt(users).forEach((user, moments) -> momentsByUser.get(user).addAll(moments));
    results.balances(users).forEach(found -> balancesByUser.get(found.userId()).add(found));
    ExpiredWork.of(users).forEach(work -> momentsByUser.get(work.userId).add(work.startsAt));
  }

  /** Adds work just done to what has been read. */
  void add(String user, Instant moment) {
    if (momentsByUser.containsKey(user)) {
      momentsByUser.get(user).add(moment);
    }
  }

  /** Reads the user's work again, since some was taken away. */
  void forget(String user) {
    momentsByUser.remove(user);
  }

  /** Adds a balance that is about to be stored. */
  void add(GradedSubmission balance) {
    balances(balance.userId()).add(balance);
  }

  List<GradedSubmission> balances(String user) {
    of(user);
    return balancesByUser.get(user);
  }

  Set<Instant> of(String user) {
    if (!momentsByUser.containsKey(user)) {
      readAhead(List.of(user));
    }
    return momentsByUser.get(user);
  }
}
