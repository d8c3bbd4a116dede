package dev.laurel.course;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.course.Roster.Member;
import dev.laurel.errors.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Replaces rosters. Blocks. */
@ApplicationScoped
public class RosterService {
  private final Learners learners;
  private final Classes classes;
  private final Event<MembershipsChanged> memberships;
  private final Event<MembersRenamed> names;
  private final Event<CalendarChanged> calendars;
  private final Audit audit;
  private final Clock clock;

  RosterService(
      Learners learners,
      Classes classes,
      Event<MembershipsChanged> memberships,
      Event<MembersRenamed> names,
      Event<CalendarChanged> calendars,
      Audit audit,
      Clock clock) {
    this.learners = learners;
    this.classes = classes;
    this.memberships = memberships;
    this.names = names;
    this.calendars = calendars;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Replaces a class's name, calendar and members, creating the class if need be. Users whom the
   * roster omits lose their membership, and their results do not enrol them again; their points for
   * the class are kept in case a roster brings them back.
   *
   * @param caller an instructor; once the class has instructors, one of them
   * @return ids of present and former members that differ only in case, or in the form of their
   *     characters, and are therefore ids of different users
   * @throws ProblemException 403, when other instructors teach the class
   */
  public List<List<String>> replace(String classId, Roster roster, String caller) {
    // Committed before any user is locked here: submissions lock users first, and then wait for the
    // row of a new class.
    QuarkusTransaction.requiringNew()
        .run(() -> CourseClass.create(classId, roster.name(), roster.timeZone()));
    return QuarkusTransaction.requiringNew().call(() -> replaceMembers(classId, roster, caller));
  }

  private List<List<String>> replaceMembers(String classId, Roster roster, String caller) {
    CourseClass found = CourseClass.findById(classId, LockModeType.PESSIMISTIC_WRITE);
    if (!classes.instructors(classId).isEmpty() && !classes.isTaughtBy(classId, caller)) {
      throw ProblemException.forbidden("Only an instructor of the class may change its roster.");
    }

    var wanted = roster.members().stream().collect(toMap(Member::id, Function.identity()));
    var locked = lockAll(classId, wanted);
    // Changed only after locking the users: submissions, which hold user locks, wait for a changed
    // row of a class, though not for a locked one.
    found.name = roster.name();
    boolean otherDays = !roster.timeZone().equals(found.timeZone);
    found.timeZone = roster.timeZone();
    // A member enrolled by a submission since then is not locked here, and stays.
    var present =
        Membership.ofClass(classId).stream()
            .filter(membership -> locked.contains(membership.userId))
            .collect(toMap(membership -> membership.userId, Function.identity()));
    var changes = new RosterChanges(classId, caller);
    present.values().forEach(membership -> changes.update(membership, wanted));
    wanted.values().stream()
        .filter(member -> !present.containsKey(member.id()))
        .forEach(changes::add);
    audit.record(
        AuditAction.ROSTER_REPLACED,
        classId,
        "%d members, %d changed".formatted(wanted.size(), changes.users.size()));
    Membership.flush();
    DroppedMember.deleteReturned(classId);
    if (!changes.users.isEmpty()) {
      memberships.fire(new MembershipsChanged(classId, changes.users, changes.formerStudents));
    }
    if (changes.renamed) {
      names.fire(new MembersRenamed(classId));
    }
    if (otherDays) {
      calendars.fire(new CalendarChanged(classId));
    }
    return similar(locked);
  }

  private static List<List<String>> similar(Set<String> ids) {
    return ids.stream()
        .collect(
            groupingBy(
                id -> Normalizer.normalize(id, Form.NFKC).toLowerCase(Locale.ROOT), toList()))
        .values()
        .stream()
        .filter(alike -> alike.size() > 1)
        .toList();
  }

  /** Locks the present and future members, and returns their ids. */
  private Set<String> lockAll(String classId, Map<String, Member> wanted) {
    var users = new TreeSet<>(wanted.keySet());
    // Ids only: memberships read before the locks would stay in the persistence context.
    users.addAll(
        Membership.find("select userId from Membership where classId = ?1", classId)
            .project(String.class)
            .list());
    var now = clock.instant();
    var usernames =
        wanted.values().stream()
            .collect(toMap(Member::id, member -> new UserName(member.username(), now)));
    learners.lock(users, NameSource.roster, usernames);
    learners.rename(NameSource.roster, usernames);
    return users;
  }
}
