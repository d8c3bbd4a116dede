package dev.laurel.imports;

import dev.laurel.imports.ImportItemBatch.Made;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Statements about all that an import has made: obstacles to its removal, the part of some users,
 * and traces that it leaves. An import of 100,000 results is checked in one statement. In the
 * caller's transaction. Over 200 lines of SQL.
 */
@ApplicationScoped
class UndoBulk {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** The name of a revision among the items. */
  private static final String NAME =
      "%1$s.source || E'\\n' || %1$s.submission_id || E'\\n' || %1$s.revision";

  /** The items of an import that are results or adjustments, with their names taken apart. */
  private static final String REVISIONS =
      """
      (select name, split_part(name, E'\\n', 1) as source, split_part(name, E'\\n', 2) as submission_id,
              split_part(name, E'\\n', 3)::int as revision
       from import_item where import_id = ? and type in ('result', 'adjustment')) item""";

  private final Sql sql;

  UndoBulk(Sql sql) {
    this.sql = sql;
  }

  /** The first things that build on what an import has made, as messages. */
  List<String> obstacles(String importId, int limit) {
    return sql.withTimeout(
        LONGEST,
        () ->
            sql.query(
                """
                (select 'revision ' || found.revision || ' of ' || item.source || ' ' || ltrim(item.submission_id, E'\\t')
                   || ' follows' from %1$s,
                   lateral (select source, submission_id, revision from submission
                            where source = item.source and submission_id = item.submission_id
                              and revision > item.revision offset 0) found
                 where not exists (select from import_item where import_id = ? and type in ('result', 'adjustment')
                                     and name = %2$s) limit ?)
                union all
                (select item.source || ' ' || ltrim(item.submission_id, E'\\t') || ' has expired' from %1$s
                 where not exists (select from submission where source = item.source
                                     and submission_id = item.submission_id and revision = item.revision) limit ?)
                union all
                (select 'the class ' || made.name || ' has the result ' || found.source || ' '
                   || ltrim(found.submission_id, E'\\t')
                 from import_item made join membership member on member.class_id = made.name,
                   lateral (select source, submission_id, revision from submission
                            where user_id = member.user_id and class_id = made.name
                              and (current or held or withdrawn) offset 0) found
                 where made.import_id = ? and made.type = 'class' and made.made
                   and not exists (select from import_item where import_id = ? and type in ('result', 'adjustment')
                                     and name = %2$s) limit ?)
                union all
                (select 'there is an appeal about ' || entry.source || ' ' || ltrim(entry.submission_id, E'\\t')
                 from appeal join ledger_entry entry on entry.id = appeal.entry_id
                   join import_item on import_id = ? and type in ('result', 'adjustment') and name = %3$s limit ?)
                limit ?"""
                    .formatted(REVISIONS, NAME.formatted("found"), NAME.formatted("entry")),
                row -> row.getString(1),
                importId,
                importId,
                limit,
                importId,
                limit,
                importId,
                importId,
                limit,
                importId,
                limit,
                limit));
  }

  /** The types of an import's items. */
  List<String> types(String importId) {
    return sql.query(
        "select distinct type from import_item where import_id = ? and content is not null",
        row -> row.getString(1),
        importId);
  }

  /** Those of the users of an import who come first. */
  List<String> users(String importId, int limit) {
    return sql.query(
        """
        select distinct user_id from import_item where import_id = ? and user_id is not null
        order by user_id limit ?""",
        row -> row.getString(1),
        importId,
        limit);
  }

  /** The part of an import that is of some users. */
  List<Made> ofUsers(String importId, Collection<String> users) {
    return sql.query(
        """
        select type, name, user_id, line, made from import_item
        where import_id = ? and user_id = any(?::text[])""",
        row ->
            new Made(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                null,
                row.getBoolean(5)),
        importId,
        users.toArray(String[]::new));
  }

  /** The part of an import that is of no single user. */
  List<Made> ofNobody(String importId, ItemType type, int limit) {
    return sql.query(
        """
        select name, line, made from import_item
        where import_id = ? and type = ? and user_id is null order by name limit ?""",
        row ->
            new Made(type.word(), row.getString(1), null, row.getLong(2), null, row.getBoolean(3)),
        importId,
        type.word(),
        limit);
  }

  void forgetUsers(String importId, Collection<String> users) {
    sql.update(
        "delete from import_item where import_id = ? and user_id = any(?::text[])",
        importId,
        users.toArray(String[]::new));
  }

  void forget(String importId, ItemType type, Collection<Made> made) {
    sql.update(
        "delete from import_item where import_id = ? and type = ? and name = any(?::text[])",
        importId,
        type.word(),
        made.stream().map(Made::name).toArray(String[]::new));
  }

  /** True if a user has results in a class. */
  boolean hasResults(String user, String classId) {
    return !sql.query(
            """
            select from submission where user_id = ? and class_id = ? and (current or held or withdrawn) limit 1""",
            row -> true,
            user,
            classId)
        .isEmpty();
  }

  /** The last entry of the ledgers of users. */
  long lastEntry(Collection<String> users) {
    return sql.query(
            "select coalesce(max(id), 0) from ledger_entry where user_id = any(?::text[])",
            row -> row.getLong(1),
            (Object) users.toArray(String[]::new))
        .get(0);
  }

  /**
   * Deletes the entries of ledgers for revisions and awards that are no more, with those for their
   * removal, where they come to nothing together, and adds up the others.
   *
   * @param after the last entry before the removal
   */
  void deleteEntries(Collection<String> users, long after) {
    var ids = users.toArray(String[]::new);
    sql.update(
        """
        with gone as (
          select entry.id, entry.user_id, entry.class_id, entry.change
          from ledger_entry entry join unnest(?::text[]) as given (id) on entry.user_id = given.id
          where not exists (select from expired_attempt where user_id = entry.user_id) and (
            entry.submission_id is not null and (entry.id > ? or not exists (
              select from submission
              where source = entry.source and submission_id = entry.submission_id and revision = entry.revision))
            or entry.achievement_id is not null and not exists (
              select from earned_achievement
              where user_id = entry.user_id and achievement_id = entry.achievement_id))),
        nothing as (
          select user_id, class_id from gone group by user_id, class_id having sum(change) = 0)
        delete from ledger_entry using gone, nothing
        where ledger_entry.id = gone.id and nothing.user_id = gone.user_id
          and nothing.class_id is not distinct from gone.class_id""",
        ids,
        after);
    sql.update(
        """
        update ledger_entry entry set total = summed.total
        from (select id, sum(change) over (partition by user_id, class_id order by id) as total
              from ledger_entry where user_id = any(?::text[])) summed
        where entry.id = summed.id and entry.total <> summed.total""",
        (Object) ids);
  }

  /** Deletes those of some users whom nothing refers to. */
  void deleteUsers(Collection<String> users) {
    sql.update(
        """
        delete from learner using unnest(?::text[]) as given (id) where learner.id = given.id
          and not exists (select from submission where user_id = given.id and (current or held or withdrawn))
          and not exists (select from membership where user_id = given.id)
          and not exists (select from dropped_member where user_id = given.id)
          and not exists (select from standing where user_id = given.id)
          and not exists (select from earned_achievement where user_id = given.id)
          and not exists (select from notification_head where user_id = given.id)
          and not exists (select from excuse where user_id = given.id)
          and not exists (select from hidden_user where user_id = given.id)
          and not exists (select from import_item where user_id = given.id)""",
        (Object) users.toArray(String[]::new));
  }

  /** Deletes those of some classes that nothing refers to. */
  void deleteClasses(Collection<String> ids) {
    sql.update(
        """
        delete from course_class using unnest(?::text[]) as given (id) where course_class.id = given.id
          and not exists (select from membership where class_id = given.id)
          and not exists (select from dropped_member where class_id = given.id)
          and not exists (select from class_rule where class_id = given.id)
          and not exists (select from season where class_id = given.id)
          and not exists (select from achievement where class_id = given.id)
          and not exists (select from standing where board = 'class:' || given.id)""",
        (Object) ids.toArray(String[]::new));
  }
}
