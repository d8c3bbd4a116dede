package dev.laurel.authority;

import dev.laurel.achievement.Achievements;
import dev.laurel.course.Learners;
import dev.laurel.course.MembershipsChanged;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.notification.Frame;
import dev.laurel.outage.DatabaseAway;
import dev.laurel.rules.Authority;
import dev.laurel.rules.RulesBatch;
import dev.laurel.streak.StreakHistory;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Computes what users of classes that are shadowed would have if Laurel's numbers counted, a few
 * users at a time: by making the change for them in a transaction that is rolled back. Awards that
 * were reported are taken out first, but those that Laurel cannot make, which a change leaves.
 * Blocks.
 */
@ApplicationScoped
class ShadowCounting {
  /** Users in one transaction, so that nobody waits long for their locks. */
  private static final int USERS = 20;

  /** Streaks lapse, and rules and calendars change, without a result. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final AuthorityBulk bulk;
  private final AuthoritySwitch change;
  private final RulesBatch rules;
  private final Achievements achievements;
  private final Standings standings;
  private final StreakHistory streaks;
  private final Learners learners;
  private final DatabaseAway database;
  private final Clock clock;

  ShadowCounting(
      AuthorityBulk bulk,
      AuthoritySwitch change,
      RulesBatch rules,
      Achievements achievements,
      Standings standings,
      StreakHistory streaks,
      Learners learners,
      DatabaseAway database,
      Clock clock) {
    this.bulk = bulk;
    this.change = change;
    this.rules = rules;
    this.achievements = achievements;
    this.standings = standings;
    this.streaks = streaks;
    this.learners = learners;
    this.database = database;
    this.clock = clock;
  }

  @Scheduled(
      identity = "authority.shadow",
      every = "1s",
      delayed = "1s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = DatabaseAway.class)
  void run() {
    boolean more = true;
    while (more && !database.isStopping()) {
      more = computeSome();
    }
  }

  /** Results count for members alone, and so do the achievements of a class and its calendar. */
  void computeAgain(@Observes MembershipsChanged changed) {
    bulk.markStale(changed.classId(), changed.users());
  }

  private boolean computeSome() {
    var now = clock.instant();
    // Claimed first: what changes while this computes is marked anew, and computed once more.
    var page =
        QuarkusTransaction.requiringNew()
            .call(() -> bulk.claimStale(USERS, now, now.minus(LONGEST)));
    if (page.isEmpty()) {
      return false;
    }
    var computed = compute(page.get());
    QuarkusTransaction.requiringNew().run(() -> computed.forEach(this::store));
    return true;
  }

  private List<ShadowStanding> compute(AuthorityBulk.Page page) {
    QuarkusTransaction.begin();
    try {
      var users = learners.lockKnown(page.users());
      return users.isEmpty() ? List.of() : compute(page.classId(), users);
    } finally {
      QuarkusTransaction.rollback();
    }
  }

  private List<ShadowStanding> compute(String classId, Set<String> users) {
    achievements.deleteAwardable(classId, users);
    rules.assume(classId, Authority.owner);
    change.backToLaurel(classId, users);
    var computed = new ArrayList<ShadowStanding>();
    for (var user : users) {
      var tally = standings.loadedTally(Board.ofClass(classId), user);
      var run = streaks.run(user, classId);
      var row = new ShadowStanding();
      row.classId = classId;
      row.userId = user;
      row.points = tally.points();
      row.completions = tally.completedProblems();
      row.streak = run.days();
      row.lastDay = run.lastDay();
      row.longest = run.longest();
      row.achievements =
          achievements.inClass(user, classId).stream().map(Frame.Achievement::id).sorted().toList();
      row.computedAt = clock.instant();
      computed.add(row);
    }
    return computed;
  }

  /** Unless the user was erased meanwhile. */
  private void store(ShadowStanding computed) {
    ShadowStanding.update(
        """
        points = ?3, completions = ?4, streak = ?5, lastDay = ?6, longest = ?7, achievements = ?8,
        computedAt = ?9, computingSince = null where classId = ?1 and userId = ?2""",
        computed.classId,
        computed.userId,
        computed.points,
        computed.completions,
        computed.streak,
        computed.lastDay,
        computed.longest,
        computed.achievements,
        computed.computedAt);
  }
}
