package dev.laurel.achievement;

import dev.laurel.achievement.criterion.Criterion.Count;
import dev.laurel.course.Classes;
import dev.laurel.course.Learners;
import dev.laurel.course.Role;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.notification.Frame;
import dev.laurel.notification.NotificationLog;
import dev.laurel.notification.PendingEvents;
import dev.laurel.outage.ClockWrong;
import dev.laurel.outage.DatabaseAway;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Chunks;
import dev.laurel.sql.Paging;
import dev.laurel.sql.Sql;
import dev.laurel.streak.StreakHistory;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts new and changed definitions over what users have done already, some users at a time. How
 * far it has got is in the database, so that any node goes on after a restart. A submission that is
 * graded meanwhile sees the new definition, or is seen here: both lock the user first. Blocks.
 */
@ApplicationScoped
class DefinitionCounting {
  private static final String INTERVAL = "2s";

  /** Users whose submissions wait at once. */
  private static final int USERS = 50;

  private final DefinitionJson json;
  private final AwardBatch batch;
  private final AchievementPoints points;
  private final Learners learners;
  private final Classes classes;
  private final Standings standings;
  private final StreakHistory streaks;
  private final NotificationLog log;
  private final Sql sql;
  private final DatabaseAway database;

  DefinitionCounting(
      DefinitionJson json,
      AwardBatch batch,
      AchievementPoints points,
      Learners learners,
      Classes classes,
      Standings standings,
      StreakHistory streaks,
      NotificationLog log,
      Sql sql,
      DatabaseAway database) {
    this.json = json;
    this.batch = batch;
    this.points = points;
    this.learners = learners;
    this.classes = classes;
    this.standings = standings;
    this.streaks = streaks;
    this.log = log;
    this.sql = sql;
    this.database = database;
  }

  @Scheduled(
      identity = "achievement.count",
      every = INTERVAL,
      delayed = INTERVAL,
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = ClockWrong.class)
  void count() {
    Chunks.repeat(this::countSome, () -> !database.isStopping());
  }

  /** Returns false if there is nothing to count, or another node is at it. */
  private boolean countSome() {
    var pending = nextPending();
    pending.ifPresent(this::count);
    return pending.isPresent();
  }

  private Optional<DefinitionEntity> nextPending() {
    return sql.tryLock(AdvisoryLock.ACHIEVEMENT_COUNTING)
        ? DefinitionEntity.toCount()
        : Optional.empty();
  }

  private void count(DefinitionEntity pending) {
    var goal = json.goal(pending);
    var page =
        pending.classId == null
            ? learners.idsAfter(pending.countAfter, USERS)
            : classes.membersAfter(pending.classId, Role.LEARNERS, pending.countAfter, USERS);
    var users = learners.lockKnown(page);
    if (!pending.countedTo(Paging.next(page, USERS, Function.identity()))) {
      // Changed meanwhile, and to be counted again.
      return;
    }
    if (!users.isEmpty()) {
      award(goal, pending.announce, users);
    }
  }

  /** Counts definitions for some users, who are locked, and not for the others. */
  void count(List<String> ids, Set<String> users) {
    for (var entity : DefinitionEntity.toCount(ids)) {
      award(json.goal(entity), entity.announce, users);
    }
  }

  private void award(Goal goal, boolean announce, Set<String> users) {
    var met = whoMeets(goal, users);
    if (met.isEmpty()) {
      return;
    }
    var events = new HashMap<String, PendingEvents>();
    for (var user : met) {
      var frames = award(goal, user);
      if (announce) {
        events.put(user, PendingEvents.untraced(frames));
      }
    }
    batch.flush();
    points.flush();
    log.append(events);
  }

  private List<String> whoMeets(Goal goal, Set<String> users) {
    var enrolments = classes.enrolments(users);
    standings.load(users, enrolments);
    if (goal.criterion().counts().anyMatch(Count::isStreak)) {
      streaks.load(users, enrolments);
    }
    batch.read(List.of(goal), users, enrolments);
    var open = users.stream().filter(user -> batch.isOpen(user, goal)).toList();
    if (!open.isEmpty() && goal.criterion().needsResults()) {
      batch.readResults(open, classIds(goal));
    }
    return open.stream().filter(user -> batch.isMet(user, goal)).toList();
  }

  /** The classes whose results count, empty for all. */
  private static Set<String> classIds(Goal goal) {
    var classIds =
        goal.criterion()
            .counts()
            .map(count -> Optional.ofNullable(count.narrowing().classId()))
            .collect(Collectors.toSet());
    return classIds.contains(Optional.<String>empty())
        ? Set.of()
        : classIds.stream().flatMap(Optional::stream).collect(Collectors.toSet());
  }

  private List<Frame> award(Goal goal, String user) {
    var definition = goal.definition();
    var earned = batch.award(user, definition, batch.metAt(user, goal));
    var achievement = definition.earned(earned.earnedAt);
    return Stream.concat(
            Stream.of(new Frame.AchievementEarned(achievement, earned.points, null)),
            points.add(user, definition, earned.points, earned.earnedAt).stream())
        .toList();
  }
}
