package dev.laurel.privacy;

import dev.laurel.audit.Audit;
import dev.laurel.course.Learners;
import dev.laurel.security.Revocations;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Erases users from all rooms. What may be much goes in parts, each under the user's lock for a
 * moment only; the rest, and with it all that others see of the user, in one transaction. When that
 * fails on its way, or the node does, it can be begun again. Blocks.
 */
@ApplicationScoped
class Erasure {
  private static final Logger LOG = Logger.getLogger("laurel.profile");

  /** How many rows go while the user is locked, whom a submission may wait for. */
  private static final int PART = 1_000;

  private final List<PersonalDataSource> rooms;
  private final Learners learners;
  private final Revocations revocations;
  private final Audit audit;

  Erasure(
      @All List<PersonalDataSource> rooms,
      Learners learners,
      Revocations revocations,
      Audit audit) {
    this.rooms = rooms;
    this.learners = learners;
    this.revocations = revocations;
    this.audit = audit;
  }

  /**
   * Erases a user, known or not. The user's tokens are refused from now on and the sockets closed;
   * with a newer token, or by the next submission, the same name begins anew.
   */
  void erase(String user) {
    revocations.revokeNameless(user);
    rooms.forEach(room -> erasePartly(room, user));
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              learners.lock(user);
              rooms.forEach(room -> room.erase(user));
              audit.recordErasure(user);
            });
    // Once more, for whoever came with a newer token while there was still something to see.
    revocations.revokeNameless(user);
    LOG.info("a user was erased");
    LOG.debugf("%s was erased", user);
  }

  private void erasePartly(PersonalDataSource room, String user) {
    boolean more = true;
    while (more) {
      more =
          QuarkusTransaction.requiringNew()
              .call(() -> learners.lockKnown(user) && room.eraseSome(user, PART));
    }
  }
}
