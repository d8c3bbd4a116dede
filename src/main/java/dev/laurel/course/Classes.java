package dev.laurel.course;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.laurel.errors.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** The classes and their members. All methods block. */
@ApplicationScoped
@Transactional
public class Classes {
  private final CourseBatch batch;
  private final RosterConfig config;
  private final NamesConfig names;
  private final Event<MembershipsChanged> changes;

  Classes(
      CourseBatch batch,
      RosterConfig config,
      NamesConfig names,
      Event<MembershipsChanged> changes) {
    this.batch = batch;
    this.config = config;
    this.names = names;
    this.changes = changes;
  }

  /**
   * Makes users members of classes, as students, unless they are members already or a roster left
   * them out. Creates classes that do not exist.
   *
   * @param users who must be locked
   * @param usersByClass some of them
   * @return all memberships of {@code users}, with the new ones
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
        newcomers.removeAll(DroppedMember.among(classId, newcomers));
      }
      if (!newcomers.isEmpty()) {
        CourseClass.create(classId, classId, config.timeZone());
        Membership.persist(
            newcomers.stream().map(user -> Membership.of(classId, user, Role.student)));
        // Observers read memberships past the persistence context.
        Membership.flush();
        changes.fire(new MembershipsChanged(classId, newcomers, Set.of()));
        changed = true;
      }
    }
    return changed ? enrolments(users) : before;
  }

  /** The memberships of users, as this transaction sees them. */
  public Enrolments enrolments(Collection<String> users) {
    return Enrolments.of(batch.memberships(users));
  }

  /**
   * The calendars of classes, by id.
   *
   * @return a function that answers with the configured calendar for an unknown class or null
   */
  public Function<String, ZoneId> timeZones(Set<String> classIds) {
    if (classIds.isEmpty()) {
      return any -> config.timeZone();
    }
    var zones =
        CourseClass.<CourseClass>list("id in ?1", classIds).stream()
            .collect(toMap(found -> found.id, found -> found.timeZone));
    return classId ->
        classId == null ? config.timeZone() : zones.getOrDefault(classId, config.timeZone());
  }

  /** Locks a class; whoever makes somebody a member of it waits. */
  @Transactional(TxType.MANDATORY)
  public void lock(String classId) {
    batch.lockClass(classId);
  }

  /** The archived ones among classes. */
  public Set<String> archived(Set<String> classIds) {
    return classIds.isEmpty()
        ? Set.of()
        : CourseClass.<CourseClass>stream("id in ?1 and archivedAt is not null", classIds)
            .map(found -> found.id)
            .collect(toSet());
  }

  /**
   * @param classIds those that are to be changed; null is no class
   * @throws ProblemException 409, if one of them is archived
   */
  public void requireNotArchived(Collection<String> classIds) {
    var archived = archived(classIds.stream().filter(Objects::nonNull).collect(toSet()));
    if (!archived.isEmpty()) {
      throw ProblemException.conflict("The class " + archived.iterator().next() + " is archived.");
    }
  }

  /** The user's classes, ordered by id. */
  public List<MemberClass> memberships(String userId) {
    return Membership.find(
            """
            select c.id, c.name, m.role, m.section, c.timeZone, c.archivedAt from Membership m
            join CourseClass c on c.id = m.classId where m.userId = ?1 order by c.id""",
            userId)
        .project(MemberClass.class)
        .list();
  }

  /** True if there is such a class. */
  public boolean exists(String classId) {
    return CourseClass.count("id", classId) > 0;
  }

  /** The sections of classes, ordered by name, by class. */
  public Map<String, List<String>> sections(List<String> classIds) {
    return Membership.<Membership>stream("classId in ?1 and section is not null", classIds)
        .collect(
            groupingBy(
                membership -> membership.classId,
                mapping(
                    membership -> membership.section,
                    collectingAndThen(toCollection(TreeSet<String>::new), List::copyOf))));
  }

  /** The user's role in the class; empty for an unknown class and for others than members. */
  public Optional<Role> role(String classId, String userId) {
    return Membership.<Membership>findByIdOptional(new Membership.Key(classId, userId))
        .map(membership -> membership.role);
  }

  /** The classes of the user, ordered by id. */
  public List<String> ofUser(String userId) {
    return memberships(userId).stream().map(MemberClass::id).toList();
  }

  /** True if boards of classes show the names of their rosters; false if tokens name users. */
  public boolean showRosterNames() {
    return names.authority() != NameSource.token;
  }

  /** True if the user teaches the class; false for an unknown class. */
  public boolean isTaughtBy(String classId, String userId) {
    return role(classId, userId).filter(Role.instructor::equals).isPresent();
  }

  /** True if the class has students. */
  public boolean hasStudents(String classId) {
    return Membership.count("classId = ?1 and role = ?2", classId, Role.student) > 0;
  }

  /**
   * A page of the members of a class who have one of some roles, by their ids, after {@code last}.
   */
  public List<String> membersAfter(String classId, Set<Role> roles, String last, int limit) {
    return Membership.find(
            "select userId from Membership where classId = ?1 and role in ?2 and userId > ?3 order by userId",
            classId,
            roles,
            last)
        .page(0, limit)
        .project(String.class)
        .list();
  }

  /** The ids of those who teach the class. */
  public List<String> instructors(String classId) {
    return Membership.instructors(classId);
  }
}
