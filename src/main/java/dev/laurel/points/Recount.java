package dev.laurel.points;

import dev.laurel.course.Learners;
import dev.laurel.outage.DatabaseAway;
import dev.laurel.rehearsal.RehearsedUsers;
import dev.laurel.rules.RulesChanged;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Chunks;
import dev.laurel.sql.Sql;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Counts the results of a class anew after its rules have changed: in the background, a few users
 * in a transaction. The database has the rest, so that any node goes on where another has stopped.
 * Results that arrive meanwhile count by the new rules already.
 */
@ApplicationScoped
class Recount {
  /** Users in one transaction, so that nobody waits long for their locks. */
  private static final int USERS = 20;

  private final RecountBulk bulk;
  private final UserRecount recount;
  private final Learners learners;
  private final RehearsedUsers rehearsed;
  private final Sql sql;
  private final DatabaseAway database;

  Recount(
      RecountBulk bulk,
      UserRecount recount,
      Learners learners,
      RehearsedUsers rehearsed,
      Sql sql,
      DatabaseAway database) {
    this.bulk = bulk;
    this.recount = recount;
    this.learners = learners;
    this.rehearsed = rehearsed;
    this.sql = sql;
    this.database = database;
  }

  /** In the transaction that changes the rules. A rehearsal counts at once. */
  void plan(@Observes RulesChanged change) {
    var task = RecountTask.of(change);
    rehearsed
        .users()
        .ifPresentOrElse(users -> count(task, List.copyOf(users)), () -> task.persist());
  }

  private void count(RecountTask task, List<String> users) {
    recount.count(task.classId, users, bulk.problems(task, users));
  }

  @Scheduled(
      identity = "points.recount",
      every = "2s",
      delayed = "2s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = DatabaseAway.class)
  void run() {
    Chunks.repeat(this::countSome, () -> !database.isStopping());
  }

  /** Returns false if nothing is left to do, or another node is at it. */
  private boolean countSome() {
    // Before the lock too, since there rarely is any.
    if (RecountTask.count() == 0 || !sql.tryLock(AdvisoryLock.RECOUNT)) {
      return false;
    }
    var next = RecountTask.oldest();
    return next.isPresent() && countSome(next.get());
  }

  private boolean countSome(RecountTask task) {
    var users = bulk.users(task, USERS);
    if (users.isEmpty()) {
      task.delete();
      return true;
    }
    // Known ones only, so that erased ones do not come back.
    count(task, List.copyOf(learners.lockKnown(users)));
    task.afterUser = users.get(users.size() - 1);
    return true;
  }
}
