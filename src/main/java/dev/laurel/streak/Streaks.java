package dev.laurel.streak;

import dev.laurel.notification.Frame;
import dev.laurel.sql.BulkSql;
import dev.laurel.sql.Columns;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.GradingFinished;
import dev.laurel.submission.GradingStarted;
import dev.laurel.submission.SubmissionGraded;
import dev.laurel.submission.SubmissionGraded.Part;
import dev.laurel.submission.results.CurrentResults;
import dev.laurel.submission.results.ResultsExpiring;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;

/**
 * Counts consecutive days with a completed problem, each submission's day by the calendar of its
 * class. Results may arrive in any order, and a regrade may take a day away.
 */
@ApplicationScoped
public class Streaks {
  private final StreakBatch open;
  private final CurrentResults currentResults;
  private final BulkSql statements;
  private final Clock clock;

  Streaks(StreakBatch open, CurrentResults currentResults, BulkSql statements, Clock clock) {
    this.open = open;
    this.currentResults = currentResults;
    this.statements = statements;
    this.clock = clock;
  }

  void open(@Observes @Priority(SubmissionGraded.Order.STREAK) GradingStarted arriving) {
    open.remember(
        statements.query(
            """
            select found.* from unnest(?::text[]) as given (user_id),
              lateral (select %s from streak
                       where user_id = given.user_id offset 0) found"""
                .formatted(Streak.COLUMNS),
            Streak::read,
            (Object) arriving.users().toArray(String[]::new)));
  }

  void count(@Observes @Priority(SubmissionGraded.Order.STREAK) SubmissionGraded graded) {
    var submission = graded.submission();
    int before = current(submission.userId());
    graded
        .replaced()
        .filter(replaced -> replaced.completed() && !countsOn(replaced.day(), submission))
        .ifPresent(this::remove);
    if (submission.completed()) {
      add(submission);
    }
    int after = current(submission.userId());
    if (after != before) {
      graded.announce(Part.STREAK, new Frame.StreakUpdate(after, "daily"));
    }
  }

  void write(@Observes @Priority(SubmissionGraded.Order.STREAK) GradingFinished settled) {
    var changed = open.takeChanged();
    if (changed.isEmpty()) {
      return;
    }
    statements.update(
        """
        insert into streak (user_id, current, last_day, time_zone)
        select user_id, current, last_day::date, time_zone
        from unnest(?::text[], ?::int[], ?::text[], ?::text[]) as row (user_id, current, last_day, time_zone)
        on conflict (user_id) do update set
          current = excluded.current, last_day = excluded.last_day, time_zone = excluded.time_zone""",
        Columns.of(changed)
            .texts(streak -> streak.userId)
            .ints(streak -> streak.current)
            .asTexts(streak -> streak.lastDay)
            .texts(streak -> streak.timeZone.getId())
            .parameters());
  }

  /**
   * The length, in days, of the run that ends with the user's last active day. The user's streak
   * must be open in this transaction.
   */
  public int current(String user) {
    return open.find(user).map(streak -> streak.current).orElse(0);
  }

  /**
   * The length of the run that lasts today, in days: 0 once a whole day has gone by without a
   * completed problem.
   */
  @Transactional
  public int lasting(String user) {
    return statements
        .query("select " + Streak.COLUMNS + " from streak where user_id = ?", Streak::read, user)
        .stream()
        .filter(streak -> !streak.lastDay.isBefore(today(streak).minusDays(1)))
        .mapToInt(streak -> streak.current)
        .findFirst()
        .orElse(0);
  }

  private static boolean countsOn(LocalDate day, GradedSubmission submission) {
    return submission.completed() && submission.day().equals(day);
  }

  private LocalDate today(Streak streak) {
    return LocalDate.ofInstant(clock.instant(), streak.timeZone);
  }

  private void add(GradedSubmission submission) {
    var day = submission.day();
    var user = submission.userId();
    var streak = open.find(user).orElseGet(() -> new Streak(user));
    if (streak.lastDay == null || day.isAfter(streak.lastDay)) {
      boolean followsOn = streak.lastDay != null && day.equals(streak.lastDay.plusDays(1));
      streak.current = followsOn ? streak.current + 1 : 1;
      streak.lastDay = day;
      streak.timeZone = submission.timeZone();
      ActiveDay.of(user, day).persist();
      open.changed(streak);
    } else if (ActiveDay.findById(new ActiveDay.Key(user, day)) == null) {
      ActiveDay.of(user, day).persist();
      recount(streak);
    }
  }

  private void remove(GradedSubmission replaced) {
    var streak = open.find(replaced.userId());
    if (streak.isPresent() && !currentResults.completedOn(replaced.userId(), replaced.day())) {
      ActiveDay.<ActiveDay>findByIdOptional(new ActiveDay.Key(replaced.userId(), replaced.day()))
          .filter(day -> !day.settled)
          .ifPresent(ActiveDay::delete);
      recount(streak.get());
    }
  }

  /** Has days stay active without results that are about to be deleted. */
  void settle(@Observes ResultsExpiring expiring) {
    var completed = expiring.results().stream().filter(GradedSubmission::completed).toList();
    statements.update(
        """
        update active_day set settled = true
        from unnest(?::text[], ?::text[]) as given (user_id, day)
        where active_day.user_id = given.user_id and active_day.day = given.day::date""",
        Columns.of(completed)
            .texts(GradedSubmission::userId)
            .asTexts(GradedSubmission::day)
            .parameters());
  }

  private void recount(Streak streak) {
    open.changed(streak);
    streak.current = 0;
    for (var active : ActiveDay.<ActiveDay>list("userId = ?1 order by day desc", streak.userId)) {
      if (streak.current == 0) {
        streak.lastDay = active.day;
      } else if (!active.day.equals(streak.lastDay.minusDays(streak.current))) {
        return;
      }
      streak.current++;
    }
  }
}
