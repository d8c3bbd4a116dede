package dev.laurel.submission.grading;

import dev.laurel.errors.ProblemException;
import dev.laurel.outage.DatabaseWatch;
import dev.laurel.submission.Outcome;
import dev.laurel.submission.SubmissionRequest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Stores submissions, several at once where the database lets it. Blocks. */
@ApplicationScoped
public class SubmissionTransaction {
  private static final Logger LOG = Logger.getLogger("laurel.submission");
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Grading grading;
  private final EntityManager entities;
  private final DatabaseWatch database;

  SubmissionTransaction(Grading grading, EntityManager entities, DatabaseWatch database) {
    this.grading = grading;
    this.entities = entities;
    this.database = database;
  }

  /**
   * One that the database refuses must not take others down with it: then each gets a transaction
   * of its own. And one that lost to another with its id, which only another user's can, finds that
   * one committed when it is tried again.
   *
   * @param traces in which they are committed
   * @return the outcomes, in the same order; all have been committed
   * @throws ProblemException 503, while the database is away
   */
  public List<Outcome> commit(List<SubmissionRequest> requests, TransactionTraces traces) {
    if (database.isAway()) {
      // It would take as long as it takes to wait for a connection, for each that waits here.
      throw ProblemException.unavailable(RETRY);
    }
    try {
      return commitTogether(requests, traces);
    } catch (PersistenceException e) {
      if (database.isBehind(e)) {
        throw e;
      }
      LOG.infof(
          "%d submissions could not be stored together, and are tried again", requests.size());
      LOG.debug("Because of this", e);
      return requests.size() == 1
          ? commitTogether(requests, traces)
          : requests.stream()
              .flatMap(request -> commit(List.of(request), traces).stream())
              .toList();
    }
  }

  private List<Outcome> commitTogether(List<SubmissionRequest> requests, TransactionTraces traces) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var outcomes = grading.grade(requests, traces);
              // What the database refuses should show here, and not as a failure of the commit.
              entities.flush();
              return outcomes;
            });
  }
}
