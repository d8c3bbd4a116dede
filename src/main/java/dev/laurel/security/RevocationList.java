package dev.laurel.security;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The revocations that a node knows. Thread-safe; asked for each request, so nothing waits. */
final class RevocationList {
  private final Map<String, Map<String, Instant>> byUser = new ConcurrentHashMap<>();

  /** Whether there has been anything of a user who was erased. */
  private volatile boolean shadows;

  /** Whether the token behind a caller is refused. */
  boolean covers(Caller caller) {
    return covers(caller.id(), caller) || shadows && covers(Revocation.shadow(caller.id()), caller);
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

  /** Takes in revocations, and returns the users, or shadows, of whom something new is revoked. */
  Set<String> add(Collection<Revocation> revocations) {
    var users = new TreeSet<String>();
    for (var revocation : revocations) {
      shadows |= Revocation.isShadow(revocation.user());
      byUser.compute(
          revocation.user(),
          (user, present) -> {
            var revoked = new HashMap<>(present == null ? Map.of() : present);
            var before = revoked.get(revocation.tokenId());
            if (before != null && !before.isBefore(revocation.revokedAt())) {
              return present;
            }
            users.add(user);
            revoked.put(revocation.tokenId(), revocation.revokedAt());
            return Map.copyOf(revoked);
          });
    }
    return users;
  }

  /** Forgets what was revoked before a moment. */
  void forgetBefore(Instant moment) {
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

  /** Of how many users something is revoked. */
  int users() {
    return byUser.size();
  }
}
