package dev.laurel.course;

import dev.laurel.sql.Columns;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

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

  /** See {@link Learners#lock(SortedSet, NameSource, Map)}. */
  void lock(SortedSet<String> users, NameSource source, Map<String, UserName> names) {
    // A conflicting row is locked although the condition keeps it from being written.
    sql.update(
        """
        insert into learner (id, username, named_by, named_at)
        select id, coalesce(name, id), source, at::timestamptz
        from unnest(?::text[], ?::text[], ?::text[], ?::text[]) with ordinality
          as given (id, name, source, at, place) order by place
        on conflict (id) do update set username = excluded.username where false""",
        Columns.of(users)
            .texts(user -> user)
            .texts(user -> names.containsKey(user) ? names.get(user).text() : null)
            .texts(user -> names.containsKey(user) ? source : null)
            .texts(user -> names.containsKey(user) ? names.get(user).at() : null)
            .parameters());
  }

  /** Locks known users in the order given, which need not be the database's, and returns them. */
  List<String> lockKnown(SortedSet<String> users) {
    return sql.query(
        """
        select found.id from unnest(?::text[]) as given (id),
          lateral (select id from learner where id = given.id for update offset 0) found""",
        row -> row.getString(1),
        (Object) users.toArray(String[]::new));
  }

  /**
   * The users whose names, or whose sources of names, differ from those given, and give way to
   * them.
   */
  List<String> toRename(NameSource source, List<NameSource> weaker, Map<String, UserName> names) {
    return sql.query(
        """
        select given.id from unnest(?::text[], ?::text[]) as given (id, name),
          lateral (select from learner
                   where id = given.id and (username <> given.name or named_by is distinct from ?)
                     and (named_by is null or named_by = any(?::text[])) offset 0) found""",
        row -> row.getString(1),
        Columns.of(names.entrySet())
            .texts(Map.Entry::getKey)
            .texts(name -> name.getValue().text())
            .parameters(source.name(), weaker.stream().map(Enum::name).toArray(String[]::new)));
  }

  /** The lock for keys too, which Hibernate does not take: a new membership refers to the key. */
  void lockClass(String id) {
    sql.query("select from course_class where id = ? for update", row -> true, id);
  }

  List<Membership> memberships(Collection<String> users) {
    return sql.query(
        """
        select found.* from unnest(?::text[]) as given (user_id),
          lateral (select class_id, user_id, role, confirmed from membership
                   where user_id = given.user_id offset 0) found""",
        row -> {
          var membership =
              Membership.of(row.getString(1), row.getString(2), Role.valueOf(row.getString(3)));
          membership.confirmed = row.getBoolean(4);
          return membership;
        },
        (Object) users.toArray(String[]::new));
  }
}
