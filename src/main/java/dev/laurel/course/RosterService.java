package dev.laurel.course;

import static java.util.stream.Collectors.toMap;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.course.Roster.Member;
import dev.laurel.errors.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Replaces rosters. Blocks. */
@ApplicationScoped
public class RosterService {
  private final Learners learners;
  private final Classes classes;
  private final Event<MembershipsChanged> changes;
  private final Audit audit;

  RosterService(
      Learners learners, Classes classes, Event<MembershipsChanged> changes, Audit audit) {
    this.learners = learners;
    this.classes = classes;
    this.changes = changes;
    this.audit = audit;
  }

  /**
   * Replaces a class's name, calendar and members, creating the class if need be. Users whom the
   * roster omits lose their membership; their points for the class are kept in case they return.
   *
   * @param caller an instructor; once the class has instructors, one of them
   * @throws ProblemException 403, when other instructors teach the class
   */
  public void replace(String classId, Roster roster, String caller) {
    // Committed before any user is locked here: submissions lock users first, and then wait for the
    // row of a new class.
    QuarkusTransaction.requiringNew()
        .run(() -> CourseClass.create(classId, roster.name(), roster.timeZone()));
    QuarkusTransaction.requiringNew().run(() -> replaceMembers(classId, roster, caller));
  }

  private void replaceMembers(String classId, Roster roster, String caller) {
    CourseClass found = CourseClass.findById(classId, LockModeType.PESSIMISTIC_WRITE);
    if (classes.isTaught(classId) && !classes.isTaughtBy(classId, caller)) {
      throw ProblemException.forbidden("Only an instructor of the class may change its roster.");
    }

    var wanted = roster.members().stream().collect(toMap(Member::id, Function.identity()));
    var locked = lockAll(classId, wanted);
    // Changed only after locking the users: submissions, which hold user locks, wait for a changed
    // row of a class, though not for a locked one.
    found.name = roster.name();
    found.timeZone = roster.timeZone();
    // A member enrolled by a submission since then is not locked here, and stays.
    var present =
        Membership.ofClass(classId).stream()
            .filter(membership -> locked.contains(membership.userId))
            .collect(toMap(membership -> membership.userId, Function.identity()));
    var changed = new HashSet<String>();
    var formerStudents = new HashSet<String>();
    present.forEach(
        (user, membership) -> {
          var wantedRole = Optional.ofNullable(wanted.get(user)).map(Member::role);
          if (wantedRole.equals(Optional.of(membership.role))) {
            return;
          }
          changed.add(user);
          if (membership.role == Role.student) {
            formerStudents.add(user);
          }
          wantedRole.ifPresentOrElse(role -> membership.role = role, membership::delete);
        });
    wanted.forEach(
        (user, member) -> {
          if (!present.containsKey(user)) {
            Membership.of(classId, user, member.role()).persist();
            changed.add(user);
          }
        });
    audit.record(
        AuditAction.ROSTER_REPLACED,
        classId,
        "%d members, %d changed".formatted(wanted.size(), changed.size()));
    if (!changed.isEmpty()) {
      Membership.flush();
      changes.fire(new MembershipsChanged(classId, changed, formerStudents));
    }
  }

  /** Locks the present and future members, and returns their ids. */
  private Set<String> lockAll(String classId, Map<String, Member> wanted) {
    var names = new TreeMap<String, String>();
    // Ids only: memberships read before the locks would stay in the persistence context.
    Membership.find("select userId from Membership where classId = ?1", classId)
        .project(String.class)
        .list()
        .forEach(user -> names.put(user, null));
    wanted.forEach((id, member) -> names.put(id, member.username()));
    learners.lock(names);
    learners.rename(names);
    return names.keySet();
  }
}
