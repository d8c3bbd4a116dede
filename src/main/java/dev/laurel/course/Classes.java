package dev.laurel.course;

import static java.util.stream.Collectors.toMap;

import dev.laurel.sql.BulkSql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Function;

/** Who is in which class. */
@ApplicationScoped
public class Classes {
  private final EntityManager entities;
  private final BulkSql statements;
  private final RosterConfig config;
  private final Event<MembershipsChanged> changes;

  Classes(
      EntityManager entities,
      BulkSql statements,
      RosterConfig config,
      Event<MembershipsChanged> changes) {
    this.entities = entities;
    this.statements = statements;
    this.config = config;
    this.changes = changes;
  }

  /**
   * Makes users members of classes, as students, unless they are members already. Classes that do
   * not exist are created.
   *
   * @param users who must be locked
   * @param usersByClass some of them
   * @return the memberships of all the users, with the new ones
   */
  @Transactional(TxType.MANDATORY)
  public Enrolments enrol(
      Collection<String> users, SortedMap<String, ? extends SortedSet<String>> usersByClass) {
    var before = enrolments(users);
    boolean changed = false;
    for (var candidates : usersByClass.entrySet()) {
      var classId = candidates.getKey();
      var newcomers = new HashSet<>(candidates.getValue());
      newcomers.removeIf(user -> before.role(classId, user).isPresent());
      if (!newcomers.isEmpty()) {
        create(classId);
        insertStudents(classId, newcomers);
        changes.fire(new MembershipsChanged(classId, newcomers));
        changed = true;
      }
    }
    return changed ? enrolments(users) : before;
  }

  private void create(String classId) {
    statements.update(
        "insert into course_class (id, name, time_zone) values (?, ?, ?) on conflict do nothing",
        classId,
        classId,
        config.timeZone().getId());
  }

  private void insertStudents(String classId, Set<String> users) {
    statements.update(
        "insert into membership (class_id, user_id, role) select ?, id, ? from unnest(?::text[]) as id",
        classId,
        Role.student.name(),
        users.toArray(String[]::new));
  }

  /** The memberships of the users, as of now in this transaction. */
  @Transactional
  public Enrolments enrolments(Collection<String> users) {
    return Enrolments.of(
        statements.query(
            """
            select found.* from unnest(?::text[]) as given (user_id),
              lateral (select class_id, user_id, role from membership
                       where user_id = given.user_id offset 0) found""",
            row ->
                Membership.of(row.getString(1), row.getString(2), Role.valueOf(row.getString(3))),
            (Object) users.toArray(String[]::new)));
  }

  /**
   * The calendars of classes, by id.
   *
   * @return the calendar of a class; the configured one where there is no such class, or the id is
   *     null
   */
  @Transactional
  public Function<String, ZoneId> timeZones(Set<String> classIds) {
    if (classIds.isEmpty()) {
      return any -> config.timeZone();
    }
    var zones =
        statements
            .query(
                "select id, time_zone from course_class where id = any(?::text[])",
                row -> Map.entry(row.getString(1), ZoneId.of(row.getString(2))),
                (Object) classIds.toArray(String[]::new))
            .stream()
            .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    return classId ->
        classId == null ? config.timeZone() : zones.getOrDefault(classId, config.timeZone());
  }

  /** The user's role in the class; empty where there is no such class or the user is not in it. */
  @Transactional
  public Optional<Role> role(String classId, String userId) {
    return Optional.ofNullable(entities.find(Membership.class, new Membership.Key(classId, userId)))
        .map(membership -> membership.role);
  }

  /** The classes of the user, in the order of their ids. */
  @Transactional
  public List<String> ofUser(String userId) {
    return Membership.<Membership>list("userId = ?1 order by classId", userId).stream()
        .map(membership -> membership.classId)
        .toList();
  }

  /** Whether the user teaches the class; not so where there is no such class. */
  @Transactional
  public boolean isTaughtBy(String classId, String userId) {
    return role(classId, userId).filter(Role.instructor::equals).isPresent();
  }

  /** Whether anybody teaches the class. */
  @Transactional
  public boolean isTaught(String classId) {
    return Membership.count("classId = ?1 and role = ?2", classId, Role.instructor) > 0;
  }
}
