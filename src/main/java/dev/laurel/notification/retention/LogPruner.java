package dev.laurel.notification.retention;

import dev.laurel.course.Learners;
import dev.laurel.notification.NotificationConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.hibernate.Session;

/**
 * Deletes the oldest entries of logs, those that are too old and those that are too many. A log's
 * beginning moves in the same transaction, so that a reader finds all that follows a place or hears
 * that it is gone. Blocks.
 */
@ApplicationScoped
class LogPruner {
  /** Any number that nothing else in the database takes for an advisory lock. */
  static final long LOCK = 0x6C61_7572_656C_0001L;

  private static final int USERS = 500;

  /** Entries deleted at once, while their user is locked. */
  private static final int CHUNK = 1000;

  private final Session session;
  private final Learners learners;
  private final Clock clock;
  private final NotificationConfig config;

  LogPruner(Session session, Learners learners, Clock clock, NotificationConfig config) {
    this.session = session;
    this.learners = learners;
    this.clock = clock;
    this.config = config;
  }

  /**
   * Prunes until nothing is left to do, or another node is at it.
   *
   * @param deleted told how many entries each transaction has deleted; says whether to go on
   */
  void prune(LongPredicate deleted) {
    for (var users = candidates(); !users.isEmpty(); users = candidates()) {
      for (var user : users) {
        var entries = QuarkusTransaction.requiringNew().call(() -> prune(user));
        if (entries.isEmpty() || !deleted.test(entries.getAsLong())) {
          return;
        }
      }
    }
  }

  private List<String> candidates() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                session
                    .createNativeQuery(
                        """
                        (select user_id from notification_head
                         where oldest_at < :horizon order by oldest_at limit :most)
                        union
                        (select user_id from notification_head
                         where hundreds > 0 and hundreds > :hundreds limit :most)""",
                        String.class)
                    .setParameter("horizon", horizon())
                    .setParameter("hundreds", config.retentionEntries() / 100L)
                    .setParameter("most", USERS)
                    .getResultList());
  }

  private Instant horizon() {
    return clock.instant().minus(config.retention());
  }

  /** Prunes a chunk of one log; empty when another node is pruning. */
  private OptionalLong prune(String user) {
    if (!session
        .createNativeQuery("select pg_try_advisory_xact_lock(:lock)", Boolean.class)
        .setParameter("lock", LOCK)
        .getSingleResult()) {
      return OptionalLong.empty();
    }
    if (!learners.lockKnown(user)) {
      if (!hasLog(user)) {
        // Erased since; locking would make the user known again.
        return OptionalLong.of(0);
      }
      learners.lock(user);
    }
    long first = firstToKeep(user);
    long deleted =
        session
            .createNativeMutationQuery(
                "delete from notification where user_id = :user and seq < :first")
            .setParameter("user", user)
            .setParameter("first", first)
            .executeUpdate();
    session
        .createNativeMutationQuery(
            """
            update notification_head
            set first_seq = :first,
                oldest_at = coalesce(
                    (select sent_at from notification where user_id = :user and seq = :first),
                    cast(:now as timestamptz))
            where user_id = :user""")
        .setParameter("first", first)
        .setParameter("user", user)
        .setParameter("now", clock.instant())
        .executeUpdate();
    return OptionalLong.of(deleted);
  }

  private boolean hasLog(String user) {
    return session
        .createNativeQuery(
            "select exists (select from notification_head where user_id = :user)", Boolean.class)
        .setParameter("user", user)
        .getSingleResult();
  }

  /** Where the log is to begin: behind what is to be deleted of the first chunk of entries. */
  private long firstToKeep(String user) {
    var row =
        session
            .createNativeQuery(
                """
                with head as (
                  select first_seq, last_seq from notification_head where user_id = :user),
                oldest as (
                  select seq, sent_at from notification
                  where user_id = :user and seq >= (select first_seq from head)
                  order by seq limit :chunk)
                select head.last_seq, max(oldest.seq) as end_of_chunk,
                       min(oldest.seq) filter (
                         where oldest.sent_at >= :horizon
                           and oldest.seq > head.last_seq - :entries) as kept
                from head left join oldest on true
                group by head.last_seq""",
                Tuple.class)
            .setParameter("user", user)
            .setParameter("chunk", CHUNK)
            .setParameter("horizon", horizon())
            .setParameter("entries", (long) config.retentionEntries())
            .getSingleResult();
    var kept = row.get("kept", Long.class);
    if (kept != null) {
      return kept;
    }
    var endOfChunk = row.get("end_of_chunk", Long.class);
    return (endOfChunk != null ? endOfChunk : row.get("last_seq", Long.class)) + 1;
  }
}
