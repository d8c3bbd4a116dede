package dev.laurel.security;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Tokens that are refused although they have not expired. Times are the database's. */
@Entity
@Table(name = "revocation")
@IdClass(Revocation.Key.class)
class Revocation extends PanacheEntityBase {
  record Key(String userId, String tokenId) {}

  /** The token id of a revocation of all the user's tokens issued until then, or soon after. */
  static final String ALL = "";

  /** The user, or the {@link ErasedUsers#hash} of an erased one. */
  @Id
  @Column(name = "user_id")
  String userId;

  /** The only revoked token, or {@link #ALL}. */
  @Id
  @Column(name = "token_id")
  String tokenId;

  @Column(name = "revoked_at", nullable = false)
  Instant revokedAt;

  protected Revocation() {}

  Revocation(String userId, String tokenId, Instant revokedAt) {
    this.userId = userId;
    this.tokenId = tokenId;
    this.revokedAt = revokedAt;
  }

  /** Revokes tokens as of now. */
  static void add(String user, String tokenId) {
    getEntityManager()
        .createQuery(
            """
            insert into Revocation (userId, tokenId, revokedAt)
            values (?1, ?2, function('clock_timestamp' as Instant))
            on conflict (userId, tokenId) do update set revokedAt = excluded.revokedAt
            where revokedAt < excluded.revokedAt""")
        .setParameter(1, user)
        .setParameter(2, tokenId)
        .executeUpdate();
  }

  /** All revocations of a user, erased or not. */
  static List<Revocation> of(String user, String hash) {
    return list("userId in (?1, ?2)", user, hash);
  }

  static List<Revocation> since(Instant moment) {
    return list("revokedAt >= ?1", moment);
  }

  /** Deletes revocations older than this. */
  static void expire(Duration age) {
    var now = getEntityManager().createQuery("select instant", Instant.class).getSingleResult();
    delete("revokedAt < ?1", now.minus(age));
  }
}
