package dev.laurel.security;

import dev.laurel.security.Revocation.Key;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The revocations that this node knows. Thread-safe; never blocks, since every request asks. */
final class RevocationList {
  private final Map<Key, Instant> revoked = new ConcurrentHashMap<>();

  /** True if any revocation was of an erased user. */
  private volatile boolean erasedUsers;

  /** True if the token behind a caller is refused. */
  boolean contains(Caller caller) {
    return contains(caller.id(), caller)
        || erasedUsers && contains(ErasedUser.hash(caller.id()), caller);
  }

  private boolean contains(String user, Caller caller) {
    var all = revoked.get(new Key(user, Revocation.ALL));
    return all != null && (caller.issuedAt() == null || !caller.issuedAt().isAfter(all))
        || caller.tokenId() != null && revoked.containsKey(new Key(user, caller.tokenId()));
  }

  /** Adds revocations, and returns the users (or hashes) with a revocation that is new. */
  Set<String> add(Collection<Revocation> revocations) {
    var users = new TreeSet<String>();
    for (var revocation : revocations) {
      erasedUsers |= ErasedUser.isHash(revocation.userId);
      revoked.compute(
          new Key(revocation.userId, revocation.tokenId),
          (key, before) -> {
            if (before != null && !before.isBefore(revocation.revokedAt)) {
              return before;
            }
            users.add(key.userId());
            return revocation.revokedAt;
          });
    }
    return users;
  }

  /** Removes revocations older than a moment. */
  void expireBefore(Instant moment) {
    revoked.values().removeIf(revokedAt -> revokedAt.isBefore(moment));
  }

  /** How many users have revocations. */
  long users() {
    return revoked.keySet().stream().map(Key::userId).distinct().count();
  }
}
