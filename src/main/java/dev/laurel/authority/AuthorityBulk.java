package dev.laurel.authority;

import dev.laurel.leaderboard.Board;
import dev.laurel.rules.Authority;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Changes whose numbers count in a class, in one statement each for all its users or some: a class
 * of 300 with 100 results a student has 30,000 rows, which need not be read for it.
 */
@ApplicationScoped
class AuthorityBulk {
  /**
   * @param before null unless it is being changed
   */
  record State(Authority authority, Authority before) {}

  /** Users for whom other numbers are to count, all of one class. */
  record Page(String classId, Authority authority, List<String> users) {}

  private record Pending(String classId, String userId, Authority authority) {}

  private final Sql sql;

  AuthorityBulk(Sql sql) {
    this.sql = sql;
  }

  Optional<State> find(String classId) {
    return sql
        .query(
            "select authority, authority_before from course_class where id = ?",
            row ->
                new State(
                    Authority.valueOf(row.getString(1)),
                    row.getString(2) == null ? null : Authority.valueOf(row.getString(2))),
            classId)
        .stream()
        .findFirst();
  }

  void set(String classId, Authority authority, Authority before) {
    sql.update(
        "update course_class set authority = ?, authority_before = ? where id = ?",
        authority.name(),
        before == null ? null : before.name(),
        classId);
  }

  /** Notes all who may have anything in a class, which is locked; returns how many. */
  int addPending(String classId) {
    return sql.update(
        """
        insert into authority_change (class_id, user_id)
        select ?, user_id from (
          select user_id from membership where class_id = ?
          union select user_id from dropped_member where class_id = ?
          union select user_id from reported_standing where class_id = ?
          union select user_id from standing where board = ?) found
        on conflict do nothing""",
        classId,
        classId,
        classId,
        classId,
        Board.ofClass(classId).key());
  }

  Optional<Page> nextPending(int limit) {
    var found =
        sql.query(
            """
            select class_id, user_id, authority from authority_change join course_class on id = class_id
            where class_id = (select min(class_id) from authority_change join course_class on id = class_id) order by user_id limit ?""",
            row ->
                new Pending(
                    row.getString(1), row.getString(2), Authority.valueOf(row.getString(3))),
            limit);
    return found.stream()
        .findFirst()
        .map(
            first ->
                new Page(
                    first.classId(),
                    first.authority(),
                    found.stream().map(Pending::userId).toList()));
  }

  void deletePending(Page page) {
    sql.update(
        "delete from authority_change where class_id = ? and user_id = any(?::text[])",
        page.classId(),
        page.users().toArray(String[]::new));
    sql.update(
        """
        update course_class set authority_before = null
        where id = ? and not exists (select from authority_change where class_id = course_class.id)""",
        page.classId());
  }

  /**
   * Marks which rows of users count in a class.
   *
   * @param users who are locked
   * @param elsewhere true for the reported numbers; false for results, adjustments and balances
   */
  void flip(String classId, Collection<String> users, boolean elsewhere) {
    sql.update(
        """
        update submission set kept = (kind = 'standing') <> ?
        where user_id = any(?::text[]) and class_id = ? and current and kept <> ((kind = 'standing') <> ?)""",
        elsewhere,
        users.toArray(String[]::new),
        classId,
        elsewhere);
  }

  /** Marks the unseen numbers of a whole class as to be computed. */
  void markStale(String classId) {
    sql.update(
        """
        insert into shadow_standing (class_id, user_id)
        select class_id, user_id from membership where class_id = ? and role in ('student', 'test_student')
        union select class_id, user_id from reported_standing where class_id = ?
        on conflict (class_id, user_id) do update set stale = true""",
        classId,
        classId);
  }

  /** Marks the unseen numbers of users of a class as to be computed, if it is in shadow. */
  void markStale(String classId, Collection<String> users) {
    sql.update(
        """
        insert into shadow_standing (class_id, user_id)
        select id, user_id from course_class, unnest(?::text[]) as given (user_id)
        where id = ? and authority = 'shadow' order by 2
        on conflict (class_id, user_id) do update set stale = true""",
        users.toArray(String[]::new),
        classId);
  }

  /**
   * Takes users of a class that is shadowed who are to be computed: what changes from now on has
   * them computed once more.
   *
   * @param oldest computed before, or begun and not ended, they are to be computed again
   */
  Optional<Page> claimStale(int limit, Instant now, Instant oldest) {
    var found =
        sql.query(
            """
            update shadow_standing s set stale = false, computing_since = ?::timestamptz from (
              select s.class_id, s.user_id from shadow_standing s join course_class c on c.id = s.class_id
              where c.authority = 'shadow' and c.authority_before is null
                and (s.stale or coalesce(s.computing_since, s.computed_at) < ?::timestamptz)
              order by s.class_id, s.user_id limit ? for update of s skip locked) next
            where s.class_id = next.class_id and s.user_id = next.user_id returning s.class_id, s.user_id""",
            row -> new Pending(row.getString(1), row.getString(2), Authority.shadow),
            now.toString(),
            oldest.toString(),
            limit);
    var classId = found.stream().map(Pending::classId).min(String::compareTo);
    found.stream()
        .filter(row -> !row.classId().equals(classId.orElseThrow()))
        .forEach(
            row ->
                sql.update(
                    "update shadow_standing set stale = true, computing_since = null where class_id = ? and user_id = ?",
                    row.classId(),
                    row.userId()));
    return classId.map(
        id ->
            new Page(
                id,
                Authority.shadow,
                found.stream()
                    .filter(row -> row.classId().equals(id))
                    .map(Pending::userId)
                    .sorted()
                    .toList()));
  }
}
