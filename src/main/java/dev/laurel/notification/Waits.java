package dev.laurel.notification;

import dev.laurel.security.Caller;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The long polls that wait on this node, bounded per user. Any thread may call. */
final class Waits {
  /** Enough for all tabs and devices of a user, and few enough that nobody can exhaust a node. */
  private static final int MOST_OF_USER = 100;

  /**
   * One waiting request.
   *
   * @param cursor how far its client has got
   * @param ended completed when it need not wait any longer
   */
  record Wait(Caller caller, Cursor cursor, CompletableFuture<Void> ended) {
    void end() {
      ended.complete(null);
    }

    void endIf(boolean condition) {
      if (condition) {
        end();
      }
    }
  }

  private final Map<String, Set<Wait>> byUser = new ConcurrentHashMap<>();

  /** Adds a wait, unless too many requests of its user wait. Returns whether it was added. */
  boolean add(Wait wait) {
    var ofUser =
        byUser.compute(
            wait.caller().id(),
            (user, present) -> {
              Set<Wait> all = present != null ? present : ConcurrentHashMap.newKeySet();
              if (all.size() < MOST_OF_USER) {
                all.add(wait);
              }
              return all;
            });
    return ofUser.contains(wait);
  }

  void remove(Wait wait) {
    byUser.computeIfPresent(
        wait.caller().id(),
        (user, all) -> {
          all.remove(wait);
          return all.isEmpty() ? null : all;
        });
  }

  /** The users with a waiting request. */
  Set<String> users() {
    return Set.copyOf(byUser.keySet());
  }

  /** The number of a user's requests that wait. */
  int of(String user) {
    return byUser.getOrDefault(user, Set.of()).size();
  }

  /** Ends all waits that meet a condition. */
  void endIf(Predicate<Wait> condition) {
    byUser.values().forEach(all -> all.forEach(wait -> wait.endIf(condition.test(wait))));
  }
}
