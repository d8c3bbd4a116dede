package dev.laurel.submission;

import dev.laurel.outage.DatabaseWatch;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** The one door through which results come in. Blocks. */
@ApplicationScoped
public class SubmissionService {
  private static final Logger LOG = Logger.getLogger("laurel.submission");

  private final Grading grading;
  private final SubmissionConfig config;
  private final EntityManager entities;
  private final DatabaseWatch database;

  SubmissionService(
      Grading grading, SubmissionConfig config, EntityManager entities, DatabaseWatch database) {
    this.grading = grading;
    this.config = config;
    this.entities = entities;
    this.database = database;
  }

  /**
   * Takes in submissions, a stretch of them to a transaction.
   *
   * @param requests valid: constraints are for those to check who take them from outside
   * @return their outcomes, in the same order; all have been committed
   */
  public List<Outcome> submit(List<SubmissionRequest> requests) {
    var outcomes = new ArrayList<Outcome>(requests.size());
    for (int from = 0; from < requests.size(); from += config.transactionSize()) {
      outcomes.addAll(
          together(
              requests.subList(from, Math.min(from + config.transactionSize(), requests.size()))));
    }
    return outcomes;
  }

  /**
   * One that the database refuses must not take others down with it: then each gets a transaction
   * of its own. And one that lost to another with its id, which only another user's can, finds that
   * one committed when it is tried again.
   */
  private List<Outcome> together(List<SubmissionRequest> requests) {
    try {
      return commit(requests);
    } catch (PersistenceException e) {
      if (database.isBehind(e)) {
        throw e;
      }
      LOG.infof(
          "%d submissions could not be stored together, and are tried again", requests.size());
      LOG.debug("Because of this", e);
      return requests.size() == 1
          ? commit(requests)
          : requests.stream().flatMap(request -> together(List.of(request)).stream()).toList();
    }
  }

  private List<Outcome> commit(List<SubmissionRequest> requests) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var outcomes = grading.grade(requests);
              // What the database refuses should show here, and not as a failure of the commit.
              entities.flush();
              return outcomes;
            });
  }
}
