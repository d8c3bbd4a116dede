package dev.laurel.streak;

import dev.laurel.calendar.ExcusesChanged;
import dev.laurel.course.CalendarChanged;
import dev.laurel.course.Classes;
import dev.laurel.course.Learners;
import dev.laurel.course.MembershipsChanged;
import dev.laurel.notification.NotificationLog;
import dev.laurel.notification.PendingEvents;
import dev.laurel.notification.Silence;
import dev.laurel.outage.ClockWrong;
import dev.laurel.outage.DatabaseAway;
import dev.laurel.rehearsal.RehearsedUsers;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Chunks;
import dev.laurel.sql.Sql;
import dev.laurel.submission.results.UsersRecounted;
import dev.laurel.submission.results.UsersRecounted.Cause;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Counts streaks anew whose calendars, excuses or memberships were changed, and those that have
 * lapsed. Announces what has become of them, once each: streaks that are other than what was
 * announced before, and awards. In the background, some users at a time, in one transaction each.
 * Blocks. Over 200 lines, since many changes ask for it.
 */
@ApplicationScoped
class StreakRecounts {
  /** How many users are locked at once. */
  private static final int USERS = 100;

  private final StreakBatch batch;
  private final StreakCount count;
  private final Work work;
  private final Learners learners;
  private final Classes classes;
  private final Event<UsersRecounted> recounted;
  private final RehearsedUsers rehearsed;
  private final NotificationLog log;
  private final Silence silence;
  private final Sql sql;
  private final DatabaseAway database;
  private final Clock clock;

  StreakRecounts(
      StreakBatch batch,
      StreakCount count,
      Work work,
      Learners learners,
      Classes classes,
      Event<UsersRecounted> recounted,
      RehearsedUsers rehearsed,
      NotificationLog log,
      Silence silence,
      Sql sql,
      DatabaseAway database,
      Clock clock) {
    this.batch = batch;
    this.count = count;
    this.work = work;
    this.learners = learners;
    this.classes = classes;
    this.recounted = recounted;
    this.rehearsed = rehearsed;
    this.log = log;
    this.silence = silence;
    this.sql = sql;
    this.database = database;
    this.clock = clock;
  }

  void onCalendarChanged(@Observes CalendarChanged changed) {
    if (isRehearsed(runs -> runs.classIds().contains(changed.classId()))) {
      return;
    }
    // Waits for transactions that have counted by the calendar as it was, and then finds their
    // rows.
    sql.lock(AdvisoryLock.CALENDAR, changed.classId());
    batch.requestOfClass(changed.classId());
  }

  void onExcusesChanged(@Observes ExcusesChanged changed) {
    if (!isRehearsed(runs -> !runs.all().isEmpty())) {
      batch.request(List.of(changed.userId()));
    }
  }

  /**
   * In a rehearsal, counts its users at once and returns true.
   *
   * @param requested whether a user with these runs would be counted anew
   */
  private boolean isRehearsed(Predicate<Runs> requested) {
    rehearsed
        .users()
        .ifPresent(
            users -> {
              batch.readAhead(users);
              recountThose(users, requested);
            });
    return rehearsed.users().isPresent();
  }

  private void recountThose(Collection<String> users, Predicate<Runs> requested) {
    var some = users.stream().filter(user -> requested.test(batch.of(user))).toList();
    if (!some.isEmpty()) {
      recount(new TreeSet<>(some), some);
    }
  }

  /** Counts at once, its users locked, where what is counted later would be announced. */
  void onMembershipsChanged(@Observes MembershipsChanged changed) {
    if (silence.isKept()) {
      batch.readAhead(changed.users());
      recountThose(changed.users(), runs -> !runs.all().isEmpty());
    } else {
      batch.request(changed.users());
    }
  }

  @Scheduled(
      identity = "streak.recount",
      every = "1s",
      delayed = "1s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = ClockWrong.class)
  void recountAll() {
    Chunks.repeat(USERS, this::recountSome, users -> !database.isStopping());
  }

  /** Returns the number of users, or -1 when another node is counting. */
  private int recountSome() {
    if (!sql.tryLock(AdvisoryLock.STREAK_RECOUNT)) {
      return -1;
    }
    var requested = Streak.toRecount(USERS);
    var candidates = candidates(requested);
    if (candidates.isEmpty()) {
      return 0;
    }
    var users = learners.lockKnown(candidates);
    if (!users.isEmpty()) {
      recount(users, requested);
    }
    return candidates.size();
  }

  private Set<String> candidates(List<String> requested) {
    var found = new TreeSet<>(requested);
    found.addAll(Streak.lapsing(clock.instant(), USERS));
    while (found.size() > USERS) {
      found.pollLast();
    }
    return found;
  }

  /**
   * @param requested users whose runs may have become longer; those of others have lapsed
   */
  private void recount(Set<String> users, List<String> requested) {
    var enrolments = classes.enrolments(users);
    count.readAhead(users, enrolments);
    work.readAhead(users);
    var before = new HashMap<String, Runs>();
    users.forEach(user -> before.put(user, batch.of(user)));
    users.forEach(count::recount);
    batch.flush();
    batch.finish(users);
    var other = new HashSet<>(users);
    other.retainAll(requested);
    var awards = new UsersRecounted(Cause.STREAKS, other, enrolments);
    if (!other.isEmpty()) {
      recounted.fire(awards);
    }
    var events = new HashMap<String, PendingEvents>();
    for (var user : users) {
      var frames = new ArrayList<>(awards.frames(user));
      var streak = batch.of(user).streak();
      if (!streak.map(Run::display).equals(before.get(user).streak().map(Run::display))) {
        frames.add(StreakFrames.of(streak, count.now()));
      }
      if (!frames.isEmpty()) {
        events.put(user, PendingEvents.untraced(frames));
      }
    }
    if (!events.isEmpty()) {
      log.append(events);
    }
  }
}
