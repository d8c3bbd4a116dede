package dev.laurel.course;

import static java.util.stream.Collectors.toMap;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.course.Roster.Member;
import dev.laurel.errors.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Replaces whole rosters. Blocks. */
@ApplicationScoped
public class RosterService {
  private final EntityManager entities;
  private final Learners learners;
  private final Classes classes;
  private final Event<MembershipsChanged> changes;
  private final Audit audit;

  RosterService(
      EntityManager entities,
      Learners learners,
      Classes classes,
      Event<MembershipsChanged> changes,
      Audit audit) {
    this.entities = entities;
    this.learners = learners;
    this.classes = classes;
    this.changes = changes;
    this.audit = audit;
  }

  /**
   * Makes the class what the roster says, creating it if need be. Those whom the roster leaves out
   * lose their membership; their points for the class are kept for the day they come back.
   *
   * @param caller an instructor; once the class has instructors, one of them
   * @throws ProblemException 403 where the class is others'
   */
  public void replace(Roster roster, String caller) {
    // Submissions lock users first and then wait for the row of a new class; so that row is
    // committed before any user
    // is locked here.
    QuarkusTransaction.requiringNew().run(() -> create(roster));
    QuarkusTransaction.requiringNew().run(() -> replaceMembers(roster, caller));
  }

  private void create(Roster roster) {
    entities
        .createNativeQuery(
            "insert into course_class (id, name, time_zone) values (:id, :name, :zone) on conflict do nothing")
        .setParameter("id", roster.classId())
        .setParameter("name", roster.name())
        .setParameter("zone", roster.timeZone().getId())
        .executeUpdate();
  }

  private void replaceMembers(Roster roster, String caller) {
    var found = entities.find(CourseClass.class, roster.classId(), LockModeType.PESSIMISTIC_WRITE);
    if (classes.isTaught(roster.classId()) && !classes.isTaughtBy(roster.classId(), caller)) {
      throw ProblemException.forbidden("Only an instructor of the class may change its roster.");
    }

    var wanted = roster.members().stream().collect(toMap(Member::id, Function.identity()));
    var locked = lockAll(roster, wanted);
    // Not before: submissions, which have locked their users, wait for a changed row of a class,
    // though not for a locked one.
    found.name = roster.name();
    found.timeZone = roster.timeZone().getId();
    // A member whom a submission enrols meanwhile is not locked here, and stays.
    var present =
        Membership.<Membership>list("classId", roster.classId()).stream()
            .filter(membership -> locked.contains(membership.userId))
            .collect(toMap(membership -> membership.userId, Function.identity()));
    var changed = new HashSet<String>();
    present.forEach(
        (user, membership) -> {
          if (!wanted.containsKey(user)) {
            membership.delete();
            changed.add(user);
          } else if (membership.role != wanted.get(user).role()) {
            membership.role = wanted.get(user).role();
            changed.add(user);
          }
        });
    wanted.forEach(
        (user, member) -> {
          if (!present.containsKey(user)) {
            Membership.of(roster.classId(), user, member.role()).persist();
            changed.add(user);
          }
        });
    audit.record(
        AuditAction.ROSTER_REPLACED,
        roster.classId(),
        "%d members, %d changed".formatted(wanted.size(), changed.size()));
    if (!changed.isEmpty()) {
      entities.flush();
      changes.fire(new MembershipsChanged(roster.classId(), changed));
    }
  }

  /** Locks those who are to be members and those who are, and returns their ids. */
  private Set<String> lockAll(Roster roster, Map<String, Member> wanted) {
    var names = new TreeMap<String, String>();
    entities
        .createQuery("select userId from Membership where classId = :id", String.class)
        .setParameter("id", roster.classId())
        .getResultStream()
        .forEach(user -> names.put(user, null));
    wanted.forEach((id, member) -> names.put(id, member.username()));
    learners.lock(names);
    learners.rename(names);
    return names.keySet();
  }
}
