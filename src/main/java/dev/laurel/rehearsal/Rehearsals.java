package dev.laurel.rehearsal;

import dev.laurel.course.Classes;
import dev.laurel.course.Enrolments;
import dev.laurel.course.Learners;
import dev.laurel.course.Role;
import dev.laurel.errors.DryRun;
import dev.laurel.errors.ProblemException;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.StandingBulk;
import dev.laurel.leaderboard.visibility.Players;
import dev.laurel.rehearsal.Rehearsal.StudentChange;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Rehearses changes. First the change is made once and rolled back, so that it is refused where the
 * real one would be. Then it is made again for some students at a time, who are locked as for a
 * recount: what they have is read, the change is made, the rooms that it concerns count at once
 * what they otherwise count in the background, and what the students have now is read. All of that
 * is rolled back; what waits for a commit, such as hints and changes of the index, never happens.
 * Blocks.
 */
@ApplicationScoped
public class Rehearsals {
  /** Users in one transaction, so that nobody waits long for their locks. */
  private static final int USERS = 20;

  /** Of a node at a time: each keeps a thread and a connection busy. */
  private static final int AT_ONCE = 2;

  /** The most students in an answer. */
  static final int LISTED = 100;

  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final Semaphore turns = new Semaphore(AT_ONCE);
  private final RehearsedUsers rehearsed;
  private final StateReader states;
  private final Learners learners;
  private final Classes classes;
  private final StandingBulk bulk;
  private final Players players;
  private final EntityManager entities;

  Rehearsals(
      RehearsedUsers rehearsed,
      StateReader states,
      Learners learners,
      Classes classes,
      StandingBulk bulk,
      Players players,
      EntityManager entities) {
    this.rehearsed = rehearsed;
    this.states = states;
    this.learners = learners;
    this.classes = classes;
    this.bulk = bulk;
    this.players = players;
    this.entities = entities;
  }

  /**
   * Makes a change once, or rehearses it for the students of a class.
   *
   * @param dryRun the parameter of the request
   * @param classId null for all users
   * @param change is made several times in a rehearsal, each in a transaction that is rolled back;
   *     locks no users
   * @return what the change returned, or a {@link Rehearsal}
   * @throws ProblemException as the change throws it; 503, if too many are rehearsed at the moment
   */
  public Object answer(String dryRun, String classId, Supplier<?> change) {
    return DryRun.ON.equals(dryRun) ? rehearse(classId, change::get, LONGEST) : change.get();
  }

  /**
   * Makes a change once, or rehearses it for one student of a class, whom it may lock.
   *
   * @return empty if it was made
   */
  public Optional<Rehearsal> answerForStudent(
      String dryRun, String classId, String user, Runnable change) {
    Function<String, List<String>> pages = last -> last.isEmpty() ? List.of(user) : List.of();
    if (DryRun.ON.equals(dryRun)) {
      return Optional.of(inTurn(() -> rehearse(classId, change, pages, LONGEST)));
    }
    change.run();
    return Optional.empty();
  }

  /** Begins no other users when a time is over. */
  Rehearsal rehearse(String classId, Runnable change, Duration longest) {
    Function<String, List<String>> pages =
        classId == null
            ? last -> learners.idsAfter(last, USERS)
            : last -> classes.membersAfter(classId, Role.LEARNERS, last, USERS);
    return inTurn(() -> rehearse(classId, change, pages, longest));
  }

  private Rehearsal inTurn(Supplier<Rehearsal> rehearsal) {
    if (!turns.tryAcquire()) {
      throw ProblemException.busy();
    }
    try {
      return rehearsal.get();
    } finally {
      turns.release();
    }
  }

  private Rehearsal rehearse(
      String classId, Runnable change, Function<String, List<String>> pages, Duration longest) {
    var comparison = new StateComparison();
    long begin = System.nanoTime();
    rollingBack(() -> make(change, new TreeSet<>()));
    boolean complete = true;
    for (var page = pages.apply(""); !page.isEmpty(); ) {
      var users = page;
      rollingBack(() -> compare(classId, users, change, comparison));
      page = pages.apply(page.get(page.size() - 1));
      if (!page.isEmpty() && System.nanoTime() - begin > longest.toNanos()) {
        complete = false;
        break;
      }
    }
    var board = Board.ofClassOrGlobal(classId);
    var changes = comparison.changes(complete ? Optional.of(bulk.points(board)) : Optional.empty());
    var listed = changes.subList(0, Math.min(LISTED, changes.size()));
    return new Rehearsal(
        true,
        complete,
        comparison.students(),
        StateComparison.summary(changes),
        named(board, listed),
        changes.size() - listed.size());
  }

  private static void rollingBack(Runnable work) {
    QuarkusTransaction.begin();
    try {
      work.run();
    } finally {
      QuarkusTransaction.rollback();
    }
  }

  private void make(Runnable change, SortedSet<String> users) {
    rehearsed.begin(users);
    change.run();
    // Refused by a constraint of the database as the real change would be.
    entities.flush();
  }

  private void compare(
      String classId, List<String> page, Runnable change, StateComparison comparison) {
    var users = new TreeSet<>(learners.lockKnown(page));
    var enrolments = classes.enrolments(users);
    users.removeIf(user -> !isStudent(classId, user, enrolments));
    if (users.isEmpty()) {
      return;
    }
    var before = states.read(classId, users, enrolments);
    // The change reads everything itself, as in a transaction of its own.
    entities.clear();
    make(change, users);
    // What was counted was written past the persistence context.
    entities.clear();
    var after = states.read(classId, users, enrolments);
    users.forEach(user -> comparison.add(user, before.get(user), after.get(user)));
  }

  private static boolean isStudent(String classId, String user, Enrolments enrolments) {
    return classId == null
        ? !enrolments.isStaff(user) && !enrolments.isTestStudent(user)
        : enrolments.role(classId, user).filter(Role.student::equals).isPresent();
  }

  private List<StudentChange> named(Board board, List<StudentChange> changes) {
    var names = players.names(board, changes.stream().map(StudentChange::id).toList());
    return changes.stream().map(change -> change.named(names.get(change.id()))).toList();
  }
}
