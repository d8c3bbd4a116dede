package dev.laurel.privacy;

import dev.laurel.audit.Audit;
import dev.laurel.course.Learners;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.notification.NotificationLog;
import dev.laurel.security.Revocations;
import dev.laurel.submission.results.ExpiryBulk;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Erases users. Events and results, which may be many, go in parts that each lock the user briefly;
 * the rest, with everything that other users see, goes in one transaction. An erasure that fails
 * halfway can be repeated. Blocks.
 */
@ApplicationScoped
class Erasure {
  private static final Logger LOG = Logger.getLogger("laurel.privacy");

  /** How many rows to erase under one lock of the user, for which submissions wait. */
  private static final int PART = 1_000;

  private final Learners learners;
  private final NotificationLog log;
  private final ExpiryBulk submissions;
  private final Standings standings;
  private final PersonalDataBulk data;
  private final Revocations revocations;
  private final Audit audit;

  Erasure(
      Learners learners,
      NotificationLog log,
      ExpiryBulk submissions,
      Standings standings,
      PersonalDataBulk data,
      Revocations revocations,
      Audit audit) {
    this.learners = learners;
    this.log = log;
    this.submissions = submissions;
    this.standings = standings;
    this.data = data;
    this.revocations = revocations;
    this.audit = audit;
  }

  /**
   * Erases a user, known or not. The user's tokens are refused from now on and the sockets closed;
   * with a newer token, or by the next submission, the same name begins anew.
   */
  void erase(String user) {
    revocations.revokeErased(user);
    inParts(user, () -> log.eraseOldest(user, PART) == PART);
    inParts(user, () -> submissions.expire(user, PART) == PART);
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              learners.lock(user);
              submissions.expire(user, Integer.MAX_VALUE);
              standings.erase(user);
              data.erase(user);
              audit.erase(user);
            });
    // Again, for a socket opened with a newer token before the user was erased.
    revocations.revokeErased(user);
    LOG.info("a user was erased");
    LOG.debugf("%s was erased", user);
  }

  /** Repeats {@code part} in separate transactions until it returns false. */
  private void inParts(String user, BooleanSupplier part) {
    boolean more = true;
    while (more) {
      more =
          QuarkusTransaction.requiringNew()
              .call(() -> learners.lockKnown(user) && part.getAsBoolean());
    }
  }
}
