package dev.laurel.course;

import dev.laurel.sql.Columns;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Statements about all users of a batch. For 200 users each saves 199 round trips, and the locks
 * are also taken in one order.
 */
@ApplicationScoped
class CourseBatch {
  private final Sql sql;

  CourseBatch(Sql sql) {
    this.sql = sql;
  }

  /** See {@link Learners#lock(SortedMap)}. */
  void lock(SortedMap<String, String> usernames) {
    // A conflicting row is locked although the condition keeps it from being written.
    sql.update(
        """
        insert into learner (id, username)
        select id, coalesce(name, id)
        from unnest(?::text[], ?::text[]) with ordinality as given (id, name, place) order by place
        on conflict (id) do update set username = excluded.username where false""",
        columns(usernames));
  }

  /** The users whose names differ from those given. */
  List<String> toRename(Map<String, String> usernames) {
    return sql.query(
        """
        select given.id from unnest(?::text[], ?::text[]) as given (id, name),
          lateral (select from learner where id = given.id and username <> given.name offset 0) found""",
        row -> row.getString(1),
        columns(usernames));
  }

  private static Object[] columns(Map<String, String> usernames) {
    return Columns.of(usernames.entrySet())
        .texts(Map.Entry::getKey)
        .texts(Map.Entry::getValue)
        .parameters();
  }

  List<Membership> memberships(Collection<String> users) {
    return sql.query(
        """
        select found.* from unnest(?::text[]) as given (user_id),
          lateral (select class_id, user_id, role from membership
                   where user_id = given.user_id offset 0) found""",
        row -> Membership.of(row.getString(1), row.getString(2), Role.valueOf(row.getString(3))),
        (Object) users.toArray(String[]::new));
  }
}
