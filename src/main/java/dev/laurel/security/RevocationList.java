package dev.laurel.security;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The revocations that this node knows. Thread-safe; never blocks, since every request asks. */
final class RevocationList {
  private final Map<String, Map<String, Instant>> byUser = new ConcurrentHashMap<>();

  /** True if any revocation was of an erased user. */
  private volatile boolean erasedUsers;

  /** True if the token behind a caller is refused. */
  boolean covers(Caller caller) {
    return covers(caller.id(), caller)
        || erasedUsers && covers(ErasedUser.hash(caller.id()), caller);
  }

  private boolean covers(String user, Caller caller) {
    var revoked = byUser.get(user);
    if (revoked == null) {
      return false;
    }
    var all = revoked.get(Revocation.ALL);
    return all != null && (caller.issuedAt() == null || !caller.issuedAt().isAfter(all))
        || caller.tokenId() != null && revoked.containsKey(caller.tokenId());
  }

  /** Adds revocations, and returns the users (or hashes) with a revocation that is new. */
  Set<String> add(Collection<Revocation> revocations) {
    var users = new TreeSet<String>();
    for (var revocation : revocations) {
      erasedUsers |= ErasedUser.isHash(revocation.userId);
      byUser.compute(
          revocation.userId,
          (user, present) -> {
            var revoked = new HashMap<>(present == null ? Map.of() : present);
            var before = revoked.get(revocation.tokenId);
            if (before != null && !before.isBefore(revocation.revokedAt)) {
              return present;
            }
            users.add(user);
            revoked.put(revocation.tokenId, revocation.revokedAt);
            return Map.copyOf(revoked);
          });
    }
    return users;
  }

  /** Removes revocations older than a moment. */
  void expireBefore(Instant moment) {
    byUser
        .keySet()
        .forEach(
            user ->
                byUser.computeIfPresent(
                    user,
                    (any, present) -> {
                      var rest = new HashMap<>(present);
                      rest.values().removeIf(revokedAt -> revokedAt.isBefore(moment));
                      return rest.isEmpty() ? null : Map.copyOf(rest);
                    }));
  }

  /** How many users have revocations. */
  int users() {
    return byUser.size();
  }
}
