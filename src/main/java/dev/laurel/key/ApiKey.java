package dev.laurel.key;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A key of a machine, without its secret. Times are the database's. */
@Entity
@Table(name = "api_key")
class ApiKey extends PanacheEntityBase {
  @Id String id;
  String name;
  List<String> roles;

  /** The only classes that the key is for; empty for all. */
  @Column(name = "class_ids")
  List<String> classIds;

  List<String> routes;
  String prefix;

  @Column(name = "secret_hash")
  String hash;

  /** The secret before the last rotation, which is valid until {@link #previousUntil}. */
  String previousPrefix;

  @Column(name = "previous_secret_hash")
  String previousHash;

  Instant previousUntil;
  Instant previousUsedAt;
  Instant createdAt;
  Instant expiresAt;

  /** Null for a key that nobody has revoked. */
  Instant revokedAt;

  /** When the key was used last, to the minute; null for never. */
  Instant usedAt;

  /** When anything but the times of use was changed: nodes read keys changed lately. */
  Instant changedAt;

  static List<ApiKey> changedSince(Instant moment) {
    return list("changedAt >= ?1", moment);
  }

  /** All keys, the newest first. */
  static List<ApiKey> newestFirst() {
    return list("order by createdAt desc, id");
  }

  static long countValid(Instant now) {
    return count("revokedAt is null and expiresAt > ?1", now);
  }

  static Optional<ApiKey> lock(String id) {
    return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
  }

  /** Notes that a secret of a key was used, which a rotation may have replaced since. */
  static void use(String id, String secretHash, Instant at) {
    update(
        "usedAt = ?1 where id = ?2 and hash = ?3 and (usedAt is null or usedAt < ?1)",
        at,
        id,
        secretHash);
    update(
        "previousUsedAt = ?1 where id = ?2 and previousHash = ?3 and (previousUsedAt is null or previousUsedAt < ?1)",
        at,
        id,
        secretHash);
  }

  /** Deletes keys that ended before a moment. */
  static void deleteEndedBefore(Instant moment) {
    delete("expiresAt < ?1 or revokedAt < ?1", moment);
  }

  void setSecret(String secret) {
    prefix = KeySecret.prefix(secret);
    hash = KeySecret.hash(secret);
  }

  /**
   * Sets a new secret, and keeps the one until now for a while.
   *
   * @param until the end of it; it ends with the key at the latest
   */
  void replaceSecret(String secret, Instant until) {
    previousPrefix = prefix;
    previousHash = hash;
    previousUsedAt = usedAt;
    previousUntil = until.isBefore(expiresAt) ? until : expiresAt;
    usedAt = null;
    setSecret(secret);
  }

  /** A line for the audit log. */
  String describe() {
    return "%s: %s for %s%s"
        .formatted(
            name,
            String.join(", ", roles),
            String.join(", ", routes),
            classIds.isEmpty() ? "" : " in " + classIds.size() + " classes");
  }

  boolean isValid(Instant now) {
    return revokedAt == null && expiresAt.isAfter(now);
  }
}
