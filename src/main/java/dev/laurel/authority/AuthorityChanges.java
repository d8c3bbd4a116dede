package dev.laurel.authority;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.course.Classes;
import dev.laurel.course.Learners;
import dev.laurel.errors.ProblemException;
import dev.laurel.outage.DatabaseAway;
import dev.laurel.rules.Authority;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Chunks;
import dev.laurel.sql.Sql;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Set;

/**
 * Changes whose numbers count in classes: in the background, a few users in a transaction. For
 * those whose turn has not come, what they do meanwhile counts as before. The database has who is
 * left, so that any node goes on where another has stopped.
 */
@ApplicationScoped
class AuthorityChanges {
  /** Users in one transaction, so that nobody waits long for their locks. */
  private static final int USERS = 20;

  private final AuthorityBulk bulk;
  private final AuthoritySwitch change;
  private final Classes classes;
  private final Learners learners;
  private final Audit audit;
  private final Sql sql;
  private final DatabaseAway database;

  AuthorityChanges(
      AuthorityBulk bulk,
      AuthoritySwitch change,
      Classes classes,
      Learners learners,
      Audit audit,
      Sql sql,
      DatabaseAway database) {
    this.bulk = bulk;
    this.change = change;
    this.classes = classes;
    this.learners = learners;
    this.audit = audit;
    this.sql = sql;
    this.database = database;
  }

  @Transactional
  AuthorityResource.ClassAuthority get(String classId) {
    return bulk.find(classId)
        .map(
            state ->
                new AuthorityResource.ClassAuthority(state.authority(), state.before() != null))
        .orElseThrow(() -> ProblemException.notFound("There is no such class."));
  }

  /**
   * Changes whose numbers count in a class.
   *
   * @throws ProblemException 404, if there is no such class; 409, if it is archived, or a change to
   *     the contrary goes on
   */
  @Transactional
  AuthorityResource.ClassAuthority put(String classId, Authority wanted) {
    classes.requireNotArchived(Set.of(classId));
    // Waits for whoever enrols a student, who is then among those to be counted. New ones go by the
    // new authority.
    classes.lock(classId);
    var state =
        bulk.find(classId).orElseThrow(() -> ProblemException.notFound("There is no such class."));
    if (state.authority() == wanted) {
      return get(classId);
    }
    if (state.authority().isElsewhere() != wanted.isElsewhere()) {
      if (state.before() != null) {
        throw ProblemException.conflict(
            "The change to " + state.authority() + " goes on; ask again in a few seconds.");
      }
      bulk.set(classId, wanted, bulk.addPending(classId) == 0 ? null : state.authority());
    } else {
      bulk.set(classId, wanted, state.before());
    }
    if (wanted == Authority.shadow) {
      bulk.markStale(classId);
    }
    audit.record(AuditAction.CLASS_AUTHORITY_CHANGED, classId, wanted.name());
    return get(classId);
  }

  @Scheduled(
      identity = "authority.change",
      every = "1s",
      delayed = "1s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = DatabaseAway.class)
  void run() {
    Chunks.repeat(this::changeSome, () -> !database.isStopping());
  }

  /** Returns false if nothing is left to do, or another node is at it. */
  private boolean changeSome() {
    if (!sql.tryLock(AdvisoryLock.AUTHORITY)) {
      return false;
    }
    var next = bulk.nextPending(USERS);
    next.ifPresent(this::change);
    return next.isPresent();
  }

  private void change(AuthorityBulk.Page page) {
    // Known ones only, so that erased ones do not come back.
    var users = learners.lockKnown(page.users());
    bulk.deletePending(page);
    if (users.isEmpty()) {
      return;
    }
    if (page.authority().isElsewhere()) {
      change.awayFromLaurel(page.classId(), users);
    } else {
      change.backToLaurel(page.classId(), users);
    }
  }
}
