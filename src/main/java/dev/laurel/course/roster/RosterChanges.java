package dev.laurel.course.roster;

import dev.laurel.course.DroppedMember;
import dev.laurel.course.Membership;
import dev.laurel.course.Role;
import dev.laurel.course.roster.Roster.Member;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Brings the memberships of a class in line with a roster, and collects what changes. */
final class RosterChanges {
  final Set<String> users = new HashSet<>();
  final Set<String> formerStudents = new HashSet<>();

  /** True if the boards of the class show other names, or sections or teams have other members. */
  boolean renamed;

  private final String classId;
  private final String caller;
  private final Set<String> unnamed;

  /**
   * @param caller the instructor who puts the roster
   * @param unnamed members who keep their names
   */
  RosterChanges(String classId, String caller, Set<String> unnamed) {
    this.classId = classId;
    this.caller = caller;
    this.unnamed = unnamed;
  }

  void add(Member member) {
    var membership = Membership.of(classId, member.id(), member.role());
    membership.username = member.username();
    membership.displayName = member.displayName();
    membership.section = member.section();
    setTeam(membership, member.team());
    membership.confirmed = isCaller(member);
    membership.persist();
    users.add(member.id());
  }

  /** Deletes the membership unless it is among those wanted. */
  void update(Membership membership, Map<String, Member> wanted) {
    var member = wanted.get(membership.userId);
    if (member == null) {
      renamed = true;
      changed(membership);
      membership.delete();
      DroppedMember.of(classId, membership.userId).persist();
      return;
    }
    renamed |=
        !Objects.equals(membership.username, member.username())
            || !Objects.equals(membership.displayName, member.displayName())
            || !Objects.equals(membership.section, member.section());
    if (!unnamed.contains(member.id())) {
      membership.username = member.username();
    }
    membership.displayName = member.displayName();
    membership.section = member.section();
    var team = membership.team;
    setTeam(membership, member.team());
    renamed |= !Objects.equals(membership.team, team);
    boolean confirmed =
        isCaller(member) || member.role() == Role.instructor && membership.confirmed;
    if (membership.role != member.role() || membership.confirmed != confirmed) {
      changed(membership);
      membership.role = member.role();
      membership.confirmed = confirmed;
    }
  }

  /** A team that results name stays, unless the roster names one. */
  private static void setTeam(Membership membership, String team) {
    if (team != null || membership.teamAt == null) {
      membership.team = team;
      membership.teamAt = null;
    }
  }

  private void changed(Membership before) {
    users.add(before.userId);
    if (before.role == Role.student) {
      formerStudents.add(before.userId);
    }
  }

  private boolean isCaller(Member member) {
    return member.role() == Role.instructor && member.id().equals(caller);
  }
}
