package dev.laurel.roster;

import static java.util.stream.Collectors.toMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** Who is in which class. */
@ApplicationScoped
public class Classes {
  private final EntityManager entities;
  private final RosterConfig config;
  private final Event<MembershipsChanged> changes;

  Classes(EntityManager entities, RosterConfig config, Event<MembershipsChanged> changes) {
    this.entities = entities;
    this.config = config;
    this.changes = changes;
  }

  /**
   * Makes users members of classes, as students, unless they are members already. Classes that do
   * not exist are created. The users must be locked.
   */
  @Transactional(TxType.MANDATORY)
  public void enrol(SortedMap<String, ? extends SortedSet<String>> usersByClass) {
    var users = new TreeSet<String>();
    usersByClass.values().forEach(users::addAll);
    var enrolments = enrolments(users);
    usersByClass.forEach(
        (classId, candidates) -> {
          var newcomers = new HashSet<>(candidates);
          newcomers.removeIf(user -> enrolments.role(classId, user).isPresent());
          if (!newcomers.isEmpty()) {
            create(classId);
            newcomers.forEach(user -> insertStudent(classId, user));
            changes.fire(new MembershipsChanged(classId, newcomers));
          }
        });
  }

  private void create(String classId) {
    entities
        .createNativeQuery(
            "insert into course_class (id, name, time_zone) values (:id, :id, :zone) on conflict do nothing")
        .setParameter("id", classId)
        .setParameter("zone", config.timeZone().getId())
        .executeUpdate();
  }

  private void insertStudent(String classId, String userId) {
    var membership = new Membership();
    membership.classId = classId;
    membership.userId = userId;
    membership.role = Role.student;
    entities.persist(membership);
  }

  /** The memberships of the users, as of now in this transaction. */
  @Transactional
  public Enrolments enrolments(Collection<String> users) {
    return Enrolments.of(Membership.list("userId in ?1", users));
  }

  /**
   * The calendars of classes, by id.
   *
   * @return the calendar of a class; the configured one where there is no such class, or the id is
   *     null
   */
  @Transactional
  public Function<String, ZoneId> timeZones(Set<String> classIds) {
    var zones =
        CourseClass.<CourseClass>list("id in ?1", classIds).stream()
            .collect(toMap(found -> found.id, found -> ZoneId.of(found.timeZone)));
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

  /** Whether anybody teaches the class. */
  boolean isTaught(String classId) {
    return Membership.count("classId = ?1 and role = ?2", classId, Role.instructor) > 0;
  }
}
