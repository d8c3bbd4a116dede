package dev.laurel.security;

import dev.laurel.security.Revocation.Key;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The revocations that this node knows. Thread-safe; never blocks, since every request asks. */
@Singleton
class RevocationList {
  private final ErasedUsers hashes;
  private final Duration skew;
  private final Map<Key, Instant> revoked = new ConcurrentHashMap<>();

  /** True if any revocation was of an erased user. */
  private volatile boolean erasedUsers;

  @Inject
  RevocationList(ErasedUsers hashes, JWTAuthContextInfo verification, MeterRegistry meters) {
    this(hashes, Duration.ofSeconds(verification.getClockSkew()));
    Gauge.builder("laurel.auth.revoked.users", this, RevocationList::users)
        .description("Users of whom tokens are revoked")
        .register(meters);
  }

  /**
   * @param skew by how much the clock of a token's issuer may be ahead
   */
  RevocationList(ErasedUsers hashes, Duration skew) {
    this.hashes = hashes;
    this.skew = skew;
  }

  /**
   * True if the token behind a caller is refused. An issuer whose clock is ahead gives tokens of
   * before a revocation a later time. Nobody can tell them from those of after it, so all within
   * the skew are refused.
   */
  boolean contains(Caller caller) {
    return contains(caller.id(), caller)
        || erasedUsers && contains(hashes.hash(caller.id()), caller);
  }

  private boolean contains(String user, Caller caller) {
    var all = revoked.get(new Key(user, Revocation.ALL));
    return all != null && (caller.issuedAt() == null || !caller.issuedAt().isAfter(all.plus(skew)))
        || caller.tokenId() != null && revoked.containsKey(new Key(user, caller.tokenId()));
  }

  /** Adds revocations, and returns the users (or hashes) with a revocation that is new. */
  Set<String> add(Collection<Revocation> revocations) {
    var users = new TreeSet<String>();
    for (var revocation : revocations) {
      erasedUsers |= ErasedUsers.isHash(revocation.userId);
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
