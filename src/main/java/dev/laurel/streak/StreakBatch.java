package dev.laurel.streak;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Columns;
import dev.laurel.sql.Sql;
import dev.laurel.sql.WriteBehind;
import dev.laurel.submission.GradedSubmission;
import jakarta.transaction.TransactionScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The runs of one transaction's users. Saves a batch of 200 submissions up to 400 statements: one
 * query and one upsert, instead of a find and an update for each user.
 */
@TransactionScoped
class StreakBatch extends WriteBehind<String, Runs> {
  private record UserRun(String userId, Run run) {}

  private final Sql sql;

  /** Those who may have rows of calendars that are not theirs any more. */
  private final Set<String> recounted = new HashSet<>();

  StreakBatch(Sql sql) {
    this.sql = sql;
  }

  @Override
  protected String keyOf(Runs runs) {
    return runs.userId();
  }

  void readAhead(Collection<String> users) {
    Map<String, List<Run>> found =
        sql
            .query(
                """
                select found.* from unnest(?::text[]) as given (user_id),
                  lateral (select user_id, class_id, time_zone, current, last_day, safe_until, lapses_at, lapsed
                           from streak where user_id = given.user_id offset 0) found""",
                row -> new UserRun(row.getString(1), read(row)),
                (Object) users.toArray(String[]::new))
            .stream()
            .collect(groupingBy(UserRun::userId, mapping(UserRun::run, toList())));
    remember(
        users.stream().map(user -> new Runs(user, found.getOrDefault(user, List.of()))).toList());
  }

  private static Run read(ResultSet row) throws SQLException {
    return new Run(
        row.getString(2),
        ZoneId.of(row.getString(3)),
        row.getInt(4),
        row.getObject(5, LocalDate.class),
        instant(row, 6),
        instant(row, 7),
        row.getBoolean(8));
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** The runs of a user for whom this transaction has read ahead. */
  Runs of(String user) {
    return find(user).orElseGet(() -> new Runs(user, List.of()));
  }

  /** Replaces runs by those of other calendars, or by none. */
  void replace(Runs runs) {
    recounted.add(runs.userId());
    change(runs);
  }

  /** Keeps when users worked whose results are about to be deleted. */
  void keepWork(List<GradedSubmission> results) {
    sql.update(
        """
        insert into expired_work (user_id, starts_at)
        select distinct user_id, starts_at::timestamptz from unnest(?::text[], ?::text[]) as row (user_id, starts_at)
        on conflict do nothing""",
        Columns.of(results)
            .texts(GradedSubmission::userId)
            .texts(result -> ExpiredWork.quarterOf(result.submittedAt()))
            .parameters());
  }

  /**
   * Has the runs of users, who must be locked, counted anew. The calendars that these were counted
   * by are locked first: whoever changes one of them marks its rows under the same lock.
   */
  void request(Collection<String> users) {
    var ids = users.toArray(String[]::new);
    var classIds =
        sql.query(
            "select distinct class_id from streak where user_id = any(?::text[])",
            row -> row.getString(1),
            (Object) ids);
    if (!classIds.isEmpty()) {
      sql.lockShared(AdvisoryLock.CALENDAR, classIds);
      sql.update("update streak set recount = true where user_id = any(?::text[])", (Object) ids);
    }
  }

  /** Has the runs by the calendar of a class counted anew, for which its lock must be held. */
  void requestOfClass(String classId) {
    sql.update("update streak set recount = true where class_id = ?", classId);
  }

  /** Ends the requests of users, whose runs have been counted. */
  void finish(Collection<String> users) {
    sql.update(
        "update streak set recount = false where user_id = any(?::text[]) and recount",
        (Object) users.toArray(String[]::new));
  }

  @Override
  protected void write(List<Runs> changed) {
    var rows =
        changed.stream()
            .flatMap(runs -> runs.all().stream().map(run -> new UserRun(runs.userId(), run)))
            .toList();
    if (!recounted.isEmpty()) {
      deleteOthers(rows);
    }
    sql.update(
        """
        insert into streak (user_id, class_id, time_zone, current, last_day, safe_until, lapses_at, lapsed)
        select user_id, class_id, time_zone, current, last_day::date, safe_until::timestamptz,
          lapses_at::timestamptz, lapsed
        from unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::text[], ?::text[], ?::text[], ?::boolean[])
          as row (user_id, class_id, time_zone, current, last_day, safe_until, lapses_at, lapsed)
        on conflict (user_id, class_id) do update set
          time_zone = excluded.time_zone, current = excluded.current, last_day = excluded.last_day,
          safe_until = excluded.safe_until, lapses_at = excluded.lapses_at, lapsed = excluded.lapsed""",
        Columns.of(rows)
            .texts(UserRun::userId)
            .texts(row -> row.run().classId())
            .texts(row -> row.run().timeZone().getId())
            .ints(row -> row.run().days())
            .texts(row -> row.run().lastDay())
            .texts(row -> row.run().safeUntil())
            .texts(row -> row.run().lapsesAt())
            .booleans(row -> row.run().lapsed())
            .parameters());
  }

  private void deleteOthers(List<UserRun> rows) {
    sql.update(
        """
        delete from streak where user_id = any(?::text[])
          and (user_id, class_id) not in (select * from unnest(?::text[], ?::text[]))""",
        recounted.toArray(String[]::new),
        rows.stream().map(UserRun::userId).toArray(String[]::new),
        rows.stream().map(row -> row.run().classId()).toArray(String[]::new));
    recounted.clear();
  }
}
