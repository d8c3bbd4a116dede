package dev.laurel.authority;

import dev.laurel.course.Classes;
import dev.laurel.course.Enrolments;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.points.ClassRecount;
import dev.laurel.streak.StreakHistory;
import dev.laurel.submission.Balances;
import dev.laurel.submission.results.UsersRecounted;
import dev.laurel.submission.results.UsersRecounted.Cause;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Changes which numbers count for users of a class, the reported ones or Laurel's own, and counts
 * the users anew. Notifies nobody. Blocks, in the caller's transaction.
 */
@ApplicationScoped
class AuthoritySwitch {
  private static final String TO_LAUREL = "Points counted by Laurel";
  private static final String ELSEWHERE = "Points counted by another system";

  private final AuthorityBulk bulk;
  private final Classes classes;
  private final Standings standings;
  private final StreakHistory streaks;
  private final ClassRecount recount;
  private final Balances balances;
  private final Event<UsersRecounted> recounts;
  private final Clock clock;

  AuthoritySwitch(
      AuthorityBulk bulk,
      Classes classes,
      Standings standings,
      StreakHistory streaks,
      ClassRecount recount,
      Balances balances,
      Event<UsersRecounted> recounts,
      Clock clock) {
    this.bulk = bulk;
    this.classes = classes;
    this.standings = standings;
    this.streaks = streaks;
    this.recount = recount;
    this.balances = balances;
    this.recounts = recounts;
    this.clock = clock;
  }

  /**
   * Lets the reported numbers count. Users without any keep the numbers that they have now, which
   * are stored as reported.
   *
   * @param users who are locked
   */
  void awayFromLaurel(String classId, Set<String> users) {
    var enrolments = classes.enrolments(users);
    standings.load(users, enrolments);
    streaks.load(users, enrolments);
    balances.store(
        users.stream()
            .flatMap(user -> takeOver(classId, user))
            .map(ReportedStanding::item)
            .toList());
    ReportedStanding.flush();
    bulk.flip(classId, users, true);
    recount.count(classId, users, enrolments, ELSEWHERE);
    streaks.recount(users, enrolments);
  }

  /** The numbers of a user on the board of the class, as if they had been reported. */
  private Stream<ReportedStanding> takeOver(String classId, String user) {
    var board = Board.ofClass(classId);
    var found = ReportedStanding.find(classId, user);
    if (found.filter(row -> row.receivedAt != null).isPresent()) {
      return Stream.empty();
    } else if (standings.reachedAt(board, user).isEmpty()) {
      return Stream.empty();
    }
    var tally = standings.loadedTally(board, user);
    var run = streaks.run(user, classId);
    var row = found.orElseGet(() -> ReportedStanding.create(classId, user));
    row.points = Math.toIntExact(tally.points());
    row.completions = tally.completedProblems();
    row.streak = run.days();
    row.lastDay = run.lastDay();
    row.longest = run.longest();
    row.achievements = null;
    row.rank = null;
    row.asOf = null;
    row.reachedAt = standings.reachedAt(board, user).orElseGet(clock::instant);
    return Stream.of(row);
  }

  /**
   * Lets Laurel's numbers count, and awards the achievements that they meet.
   *
   * @param users who are locked
   */
  void backToLaurel(String classId, Set<String> users) {
    var enrolments = classes.enrolments(users);
    ReportedStanding.update(
        "receivedAt = null where classId = ?1 and userId in ?2", classId, List.copyOf(users));
    bulk.flip(classId, users, false);
    recount.count(classId, users, enrolments, TO_LAUREL);
    streaks.recount(users, enrolments);
    award(users, enrolments);
  }

  private void award(Set<String> users, Enrolments enrolments) {
    recounts.fire(new UsersRecounted(Cause.AUTHORITY, users, enrolments));
  }
}
