package dev.laurel.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;

/** Revocations in PostgreSQL, where all nodes find them. All methods block. */
@ApplicationScoped
class RevocationStore {
  private final Session session;

  RevocationStore(Session session) {
    this.session = session;
  }

  /**
   * Revokes tokens as of now.
   *
   * @param tokenId as in {@link Revocation}
   */
  @Transactional
  void add(String user, String tokenId) {
    session
        .createNativeMutationQuery(
            """
            insert into revocation (user_id, token_id, revoked_at)
            values (:user, :token, clock_timestamp())
            on conflict (user_id, token_id) do update set revoked_at = excluded.revoked_at
            where revocation.revoked_at < excluded.revoked_at""")
        .setParameter("user", user)
        .setParameter("token", tokenId)
        .executeUpdate();
  }

  /** Revokes all tokens of a user as of now, and forgets the user's name. */
  @Transactional
  void addNameless(String user) {
    session
        .createNativeMutationQuery("delete from revocation where user_id = :user")
        .setParameter("user", user)
        .executeUpdate();
    add(Revocation.shadow(user), Revocation.ALL);
  }

  /** What was revoked since a moment, that moment included. */
  @Transactional
  List<Revocation> since(Instant moment) {
    return session
        .createNativeQuery(
            "select user_id, token_id, revoked_at from revocation where revoked_at >= :moment",
            Tuple.class)
        .setParameter("moment", moment)
        .getResultStream()
        .map(
            row ->
                new Revocation(
                    row.get("user_id", String.class),
                    row.get("token_id", String.class),
                    row.get("revoked_at", Instant.class)))
        .toList();
  }

  /** Forgets what was revoked longer ago than this. */
  @Transactional
  void forget(Duration age) {
    session
        .createNativeMutationQuery(
            "delete from revocation where revoked_at < now() - make_interval(secs => :seconds)")
        .setParameter("seconds", (double) age.toSeconds())
        .executeUpdate();
  }
}
