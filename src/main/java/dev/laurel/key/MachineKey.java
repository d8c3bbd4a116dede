package dev.laurel.key;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * A key as the API shows it.
 *
 * @param key the key itself, only in the answer that has made it
 * @param prefix what the key begins with
 * @param classIds empty for all classes
 * @param lastUsedAt to the minute; null if it was never used
 * @param previous the secret before the last rotation; null if there is none
 */
@RegisterForReflection
record MachineKey(
    @JsonInclude(Include.NON_NULL) String key,
    String id,
    String name,
    String prefix,
    List<String> roles,
    List<String> classIds,
    List<String> routes,
    Instant createdAt,
    Instant expiresAt,
    Instant revokedAt,
    Instant lastUsedAt,
    Previous previous) {
  /**
   * A secret that was replaced.
   *
   * @param validUntil when it is refused, or has been since
   */
  @RegisterForReflection
  record Previous(String prefix, Instant validUntil, Instant lastUsedAt) {}

  /**
   * @param secret the key itself; null to leave it out
   */
  static MachineKey of(ApiKey key, String secret) {
    var previous =
        key.previousPrefix == null
            ? null
            : new Previous(key.previousPrefix, key.previousUntil, key.previousUsedAt);
    return new MachineKey(
        secret,
        key.id,
        key.name,
        key.prefix,
        key.roles,
        key.classIds,
        key.routes,
        key.createdAt,
        key.expiresAt,
        key.revokedAt,
        key.usedAt,
        previous);
  }
}
