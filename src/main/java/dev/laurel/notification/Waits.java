package dev.laurel.notification;

import dev.laurel.security.Caller;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** The long polls that wait on this node, bounded per user and in all. Any thread may call. */
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

  /** The answer to a request that asks to wait. */
  enum Admission {
    WAITING,
    TOO_MANY_OF_USER,
    TOO_MANY
  }

  private final int most;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<String, Set<Wait>> byUser = new ConcurrentHashMap<>();

  /**
   * @param most how many requests may wait on the node
   */
  Waits(int most) {
    this.most = most;
  }

  /** Adds a wait, unless too many requests of its user or of all users wait. */
  Admission add(Wait wait) {
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      return Admission.TOO_MANY;
    }
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
    if (!ofUser.contains(wait)) {
      count.decrementAndGet();
      return Admission.TOO_MANY_OF_USER;
    }
    return Admission.WAITING;
  }

  /** Removes a wait that was added. */
  void remove(Wait wait) {
    byUser.computeIfPresent(
        wait.caller().id(),
        (user, all) -> {
          if (all.remove(wait)) {
            count.decrementAndGet();
          }
          return all.isEmpty() ? null : all;
        });
  }

  /** The users with a waiting request. */
  Set<String> users() {
    return Set.copyOf(byUser.keySet());
  }

  /** The number of all requests that wait. */
  int count() {
    return count.get();
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
