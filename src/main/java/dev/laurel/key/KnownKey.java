package dev.laurel.key;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.laurel.security.Caller;
import dev.laurel.security.ClassScope;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.time.Instant;
import java.util.Set;

/**
 * A secret of a key as a node has it in memory.
 *
 * @param hash of the secret
 * @param previous true for the secret of before the last rotation
 * @param validUntil the end of its life, or of the rotation
 */
record KnownKey(
    String id,
    String name,
    Set<String> roles,
    ClassScope classes,
    Set<RouteGroup> routes,
    String hash,
    boolean previous,
    Instant createdAt,
    Instant validUntil,
    boolean revoked) {
  private static final String ATTRIBUTE = "laurel.key";

  /** The beginning of the ids of callers with a key. */
  static final String CALLER = "key:";

  static KnownKey current(ApiKey key) {
    return of(key, key.hash, false, key.expiresAt);
  }

  static KnownKey previous(ApiKey key) {
    return of(key, key.previousHash, true, key.previousUntil);
  }

  private static KnownKey of(ApiKey key, String hash, boolean previous, Instant validUntil) {
    return new KnownKey(
        key.id,
        key.name,
        Set.copyOf(key.roles),
        new ClassScope(Set.copyOf(key.classIds)),
        key.routes.stream().map(RouteGroup::valueOf).collect(toUnmodifiableSet()),
        hash,
        previous,
        key.createdAt,
        validUntil,
        key.revokedAt != null);
  }

  /** The key behind an identity; null for a person's. */
  static KnownKey of(SecurityIdentity identity) {
    return identity.getAttribute(ATTRIBUTE);
  }

  /** The identity of requests with this key. */
  SecurityIdentity identity() {
    var caller = new Caller(CALLER + id, name, roles, validUntil, createdAt, null);
    return QuarkusSecurityIdentity.builder(caller.identity(classes))
        .addAttribute(ATTRIBUTE, this)
        .build();
  }
}
