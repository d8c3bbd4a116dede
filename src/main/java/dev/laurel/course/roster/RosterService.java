package dev.laurel.course.roster;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.course.CalendarChanged;
import dev.laurel.course.Classes;
import dev.laurel.course.CourseClass;
import dev.laurel.course.DroppedMember;
import dev.laurel.course.Learners;
import dev.laurel.course.MembersRenamed;
import dev.laurel.course.Membership;
import dev.laurel.course.MembershipsChanged;
import dev.laurel.course.NameSource;
import dev.laurel.course.Role;
import dev.laurel.course.UserName;
import dev.laurel.course.roster.Roster.Member;
import dev.laurel.course.team.TeamBatch;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads and changes rosters. Blocks. Over 200 lines, since all changes have one way. */
@ApplicationScoped
public class RosterService {
  private final Learners learners;
  private final Classes classes;
  private final TeamBatch teams;
  private final Event<MembershipsChanged> memberships;
  private final Event<MembersRenamed> names;
  private final Event<CalendarChanged> calendars;
  private final Audit audit;
  private final Clock clock;

  RosterService(
      Learners learners,
      Classes classes,
      TeamBatch teams,
      Event<MembershipsChanged> memberships,
      Event<MembersRenamed> names,
      Event<CalendarChanged> calendars,
      Audit audit,
      Clock clock) {
    this.learners = learners;
    this.classes = classes;
    this.teams = teams;
    this.memberships = memberships;
    this.names = names;
    this.calendars = calendars;
    this.audit = audit;
    this.clock = clock;
  }

  /** The roster of a class, its members ordered by id; empty for an unknown class. */
  @Transactional
  Optional<Roster> find(String classId) {
    return CourseClass.<CourseClass>findByIdOptional(classId)
        .map(found -> new Roster(found.name, found.timeZone, members(classId)));
  }

  /** The roster of a class that does not exist yet. */
  Roster empty(String classId) {
    return new Roster(classId, classes.timeZones(Set.of()).apply(null), List.of());
  }

  private static List<Member> members(String classId) {
    return Membership.find(
            """
            select m.userId, coalesce(m.username, l.username), m.role, m.section, m.displayName, t.id, t.name
            from Membership m join Learner l on l.id = m.userId
              left join TeamName t on t.classId = m.classId and t.id = m.team and m.teamAt is null
            where m.classId = ?1 order by m.userId""",
            classId)
        .project(Member.class)
        .list();
  }

  /** Replaces a roster as the instructor of the class. */
  public void replace(String classId, Roster roster, String instructor) {
    write(classId, roster, new RosterWrite(instructor, false, null, false));
  }

  /**
   * Changes a class's name, calendar and members; a whole roster creates the class if need be.
   * Members who are removed lose their membership, and their results do not enrol them again; their
   * points for the class are kept in case a roster brings them back.
   *
   * @return the difference that the request made, or would make
   * @throws ProblemException 400 with each wrong member; 403, when other instructors teach the
   *     class; 404 for a patch of an unknown class; 409, if more members than allowed would leave
   */
  RosterDifference write(String classId, RosterRequest request, RosterWrite how) {
    if (request instanceof Roster whole && !how.dryRun()) {
      ProblemException.refuse(whole.errors(empty(classId)));
      // Committed before any user is locked here: submissions lock users first, and then wait for
      // the row of a new class.
      QuarkusTransaction.requiringNew()
          .run(() -> CourseClass.create(classId, whole.name(), whole.timeZone()));
    }
    return QuarkusTransaction.requiringNew().call(() -> lockAndWrite(classId, request, how));
  }

  /**
   * Creates the class of a roster unless it exists, in the caller's transaction, which locks no
   * users: submissions lock users first, and then wait for the row of a new class.
   *
   * @return true if it did not exist
   */
  @Transactional(TxType.MANDATORY)
  public boolean create(String classId, Roster roster) {
    ProblemException.refuse(roster.errors(empty(classId)));
    return CourseClass.create(classId, roster.name(), roster.timeZone());
  }

  /**
   * Adds those of a roster to its class, which exists, who are not members, in the caller's
   * transaction. Members stay as they are.
   *
   * @return the ids of the new members
   */
  @Transactional(TxType.MANDATORY)
  public List<String> addMissing(String classId, Roster roster, String caller) {
    ProblemException.refuse(roster.errors(empty(classId)));
    var present = find(classId).map(Roster::byId).orElse(Map.of()).keySet();
    var missing =
        roster.members().stream().filter(member -> !present.contains(member.id())).toList();
    if (!missing.isEmpty()) {
      lockAndWrite(
          classId,
          new RosterPatch(missing, null, null),
          new RosterWrite(caller, true, null, false));
    }
    return missing.stream().map(Member::id).toList();
  }

  /**
   * Ends memberships as if they had never been, in the caller's transaction: results may enrol the
   * users again.
   *
   * @param users who are locked
   */
  @Transactional(TxType.MANDATORY)
  public void remove(String classId, Set<String> users) {
    List<Membership> members = Membership.list("classId = ?1 and userId in ?2", classId, users);
    var students =
        members.stream()
            .filter(membership -> membership.role == Role.student)
            .map(membership -> membership.userId)
            .collect(toSet());
    members.forEach(Membership::delete);
    Membership.flush();
    if (!members.isEmpty()) {
      memberships.fire(new MembershipsChanged(classId, users, students));
      names.fire(new MembersRenamed(classId));
    }
  }

  private RosterDifference lockAndWrite(String classId, RosterRequest request, RosterWrite how) {
    CourseClass found = CourseClass.findById(classId, LockModeType.PESSIMISTIC_WRITE);
    if (!how.registrar()
        && !classes.instructors(classId).isEmpty()
        && !classes.isTaughtBy(classId, how.caller())) {
      throw ProblemException.forbidden("Only an instructor of the class may change its roster.");
    }
    if (found == null && request instanceof RosterPatch) {
      throw ProblemException.notFound("There is no such class.");
    }

    // Values only: memberships read before the locks would stay in the persistence context.
    var before =
        found == null ? empty(classId) : new Roster(found.name, found.timeZone, members(classId));
    ProblemException.refuse(request.errors(before));
    var after = request.on(before);
    var concerned = request.concerned(before);
    var difference = RosterDifference.between(before, after, concerned);
    if (how.maxRemovals() != null && difference.removed().size() > how.maxRemovals()) {
      throw ProblemException.conflict(
          "%d of %d members would leave the class, more than max_removals."
              .formatted(difference.removed().size(), before.members().size()),
          List.of(
              new FieldError("max_removals", "must be at least " + difference.removed().size())));
    }
    if (!how.dryRun()) {
      apply(found, after, concerned, request.unnamed(), how.caller());
    }
    return difference;
  }

  private void apply(
      CourseClass found, Roster after, Set<String> concerned, Set<String> unnamed, String caller) {
    var wanted = after.byId();
    wanted.keySet().retainAll(concerned);
    var now = clock.instant();
    var usernames =
        wanted.values().stream()
            .filter(member -> !unnamed.contains(member.id()))
            .collect(toMap(Member::id, member -> new UserName(member.username(), now)));
    learners.lock(new TreeSet<>(concerned), NameSource.roster, usernames);
    learners.rename(NameSource.roster, usernames);
    // Changed only after locking the users: submissions, which hold user locks, wait for a changed
    // row of a class, though not for a locked one.
    found.name = after.name();
    boolean otherDays = !after.timeZone().equals(found.timeZone);
    found.timeZone = after.timeZone();
    // A member enrolled by a submission since then is not locked here, and stays.
    var present =
        Membership.ofClass(found.id).stream()
            .filter(membership -> concerned.contains(membership.userId))
            .collect(toMap(membership -> membership.userId, Function.identity()));
    var changes = new RosterChanges(found.id, caller, unnamed);
    present.values().forEach(membership -> changes.update(membership, wanted));
    wanted.values().stream()
        .filter(member -> !present.containsKey(member.id()))
        .forEach(changes::add);
    audit.record(
        AuditAction.ROSTER_REPLACED,
        found.id,
        "%d members, %d changed".formatted(after.members().size(), changes.users.size()));
    Membership.flush();
    DroppedMember.deleteReturned(found.id);
    if (!changes.users.isEmpty()) {
      memberships.fire(new MembershipsChanged(found.id, changes.users, changes.formerStudents));
    }
    if (changes.renamed) {
      names.fire(new MembersRenamed(found.id));
    }
    if (otherDays) {
      calendars.fire(new CalendarChanged(found.id));
    }
    // Last, as where results name teams: the two cannot deadlock.
    teams.name(found.id, Roster.teamNames(wanted.values()));
  }
}
