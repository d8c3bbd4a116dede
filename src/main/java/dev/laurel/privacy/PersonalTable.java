package dev.laurel.privacy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table with rows about users. {@link #ALL} declares every such table, in the order of the
 * export; a test compares it with the schema.
 *
 * @param key columns that order the rows of one user
 * @param rows selects a page of a user's rows: each as JSON text, then its key. The parameters are
 *     the user, the key of the row before the page where {@code %s} stands, and the most rows
 * @param deletion deletes all rows of a user; null if their own room does, because more depends on
 *     them
 */
record PersonalTable(String name, List<String> key, String rows, String deletion) {
  /** Leaves out who changed something about the user, and from where. */
  private static final String AUDIT =
      """
      select (case when a.actor_user_id = u.id then to_jsonb(a)
                   else to_jsonb(a) - 'actor_user_id' - 'address' end)::text, a.id
      from audit a, (select ?::text as id) u
      where (a.actor_user_id = u.id or a.target_user_id = u.id) %s order by a.id limit ?""";

  /**
   * Writes a row as JSON. The ids of adjustments and balances, and of their problems, begin with
   * tabs in the database, so that they meet no submission's; nobody else is to see it.
   */
  private static final String JSON =
      "regexp_replace(row_to_json(%s)::text, '_id\":\"(\\\\t)+', '_id\":\"', 'g')";

  /** Finds revisions by those that count or may, which alone have an index by user. */
  private static final String SUBMISSIONS =
      """
      select %s, counting.problem_id, counting.source, counting.submission_id from (
        select distinct user_id, problem_id, source, submission_id from submission
        where user_id = ? and (current or held or withdrawn) %s
        order by problem_id, source, submission_id limit ?) counting,
      lateral (select * from submission
               where source = counting.source and submission_id = counting.submission_id
                 and user_id = counting.user_id offset 0) found
      order by 2, 3, 4"""
          .formatted(JSON.formatted("found"), "%s");

  /** Deletes the names of teams with nobody else in them too, which may tell who was. */
  private static final String DELETE_LEARNER =
      """
      with given as (select ?::text as id), nameless as (
        delete from team using given, membership m
        where m.user_id = given.id and team.class_id = m.class_id and team.id = m.team and not exists (
          select from membership o where o.class_id = m.class_id and o.team = m.team and o.user_id <> m.user_id))
      delete from learner using given where learner.id = given.id""";

  static final List<PersonalTable> ALL =
      List.of(
          simple("appeal", "user_id", "id"),
          special("audit", AUDIT, "a.id"),
          simple("authority_change", "user_id", "class_id"),
          simple("dropped_member", "user_id", "class_id"),
          simple("earned_achievement", "user_id", "achievement_id"),
          simple("excuse", "user_id", "class_id", "first_day"),
          simple("expired_attempt", "user_id", "problem_id", "source"),
          simple("expired_work", "user_id", "starts_at"),
          special("frozen_standing", rows("frozen_standing", "user_id", "board"), "board"),
          simple("hidden_user", "user_id", "board", "left_class"),
          simple("import_item", "user_id", "import_id", "type", "name"),
          new PersonalTable("learner", List.of("id"), rows("learner", "id", "id"), DELETE_LEARNER),
          simple("ledger_entry", "user_id", "id"),
          simple("membership", "user_id", "class_id"),
          simple("notification", "user_id", "seq"),
          simple("notification_head", "user_id", "user_id"),
          simple("opted_in_user", "user_id", "board"),
          simple("problem_score", "user_id", "problem_id", "source", "scope"),
          simple("reported_standing", "user_id", "class_id"),
          simple("revocation", "user_id", "token_id"),
          simple("shadow_standing", "user_id", "class_id"),
          special("standing", rows("standing", "user_id", "board"), "board"),
          simple("streak", "user_id", "class_id"),
          special("submission", SUBMISSIONS, "problem_id", "source", "submission_id"));

  private static PersonalTable simple(String name, String userColumn, String... key) {
    return new PersonalTable(
        name,
        List.of(key),
        rows(name, userColumn, key),
        "delete from %s where %s = ?".formatted(name, userColumn));
  }

  private static PersonalTable special(String name, String rows, String... key) {
    return new PersonalTable(name, List.of(key), rows, null);
  }

  private static String rows(String name, String userColumn, String... key) {
    var columns = String.join(", ", key);
    return "select %4$s, %1$s from %2$s t where %3$s = ? %%s order by %1$s limit ?"
        .formatted(columns, name, userColumn, JSON.formatted("t"));
  }

  /** Selects the user's first rows. */
  String firstPage() {
    return rows.formatted("");
  }

  /** Selects the user's rows after one with a given key. */
  String nextPage() {
    var parameters = Stream.generate(() -> "?").limit(key.size()).collect(Collectors.joining(", "));
    return rows.formatted("and (%s) > (%s)".formatted(String.join(", ", key), parameters));
  }
}
