package dev.laurel.security;

import dev.laurel.security.Revocation.Key;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
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
  /** For how long an issuer's clock is believed to be ahead after a token has shown it. */
  private static final Duration MEMORY = Duration.ofHours(1);

  private final ErasedUsers hashes;
  private final Duration skew;
  private final Clock clock;
  private final Map<Key, Instant> revoked = new ConcurrentHashMap<>();

  /** True if any revocation was of an erased user. */
  private volatile boolean erasedUsers;

  /** The last time of issue that was still to come when the token was seen. */
  private volatile Instant seenAhead = Instant.EPOCH;

  @Inject
  RevocationList(
      ErasedUsers hashes, JWTAuthContextInfo verification, Clock clock, MeterRegistry meters) {
    this(hashes, Duration.ofSeconds(verification.getClockSkew()), clock);
    Gauge.builder("laurel.auth.revoked.users", this, RevocationList::users)
        .description("Users of whom tokens are revoked")
        .register(meters);
  }

  /**
   * @param skew by how much the clock of a token's issuer may be ahead
   */
  RevocationList(ErasedUsers hashes, Duration skew, Clock clock) {
    this.hashes = hashes;
    this.skew = skew;
    this.clock = clock;
  }

  /**
   * True if the token behind a caller is refused. While the issuer's clock is ahead, tokens issued
   * before a revocation may carry a later time, so those within the skew are refused, too.
   */
  boolean contains(Caller caller) {
    if (caller.issuedAt() != null && caller.issuedAt().isAfter(clock.instant())) {
      seenAhead = caller.issuedAt();
    }
    return contains(caller.id(), caller)
        || erasedUsers && contains(hashes.hash(caller.id()), caller);
  }

  private boolean contains(String user, Caller caller) {
    var all = revoked.get(new Key(user, Revocation.ALL));
    return all != null
            && (caller.issuedAt() == null || !caller.issuedAt().isAfter(issuedUntil(all)))
        || caller.tokenId() != null && revoked.containsKey(new Key(user, caller.tokenId()));
  }

  private Instant issuedUntil(Instant revokedAt) {
    return revokedAt.isBefore(seenAhead.plus(MEMORY)) ? revokedAt.plus(skew) : revokedAt;
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
