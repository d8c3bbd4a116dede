package dev.laurel.course;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The memberships of some users at one moment. Immutable. */
public final class Enrolments {
  public static final Enrolments NONE = of(List.of());

  private final Map<String, Map<String, Role>> rolesByUser;
  private final Set<String> staff;

  private Enrolments(Map<String, Map<String, Role>> rolesByUser, Set<String> staff) {
    this.rolesByUser = rolesByUser;
    this.staff = staff;
  }

  static Enrolments of(List<Membership> memberships) {
    return new Enrolments(
        memberships.stream().collect(groupingBy(m -> m.userId, toMap(m -> m.classId, m -> m.role))),
        memberships.stream().filter(m -> m.confirmed).collect(mapping(m -> m.userId, toSet())));
  }

  /** The user's role in the class; empty for others than members. */
  public Optional<Role> role(String classId, String userId) {
    return Optional.ofNullable(rolesByUser.getOrDefault(userId, Map.of()).get(classId));
  }

  public Map<String, Role> ofUser(String userId) {
    return Map.copyOf(rolesByUser.getOrDefault(userId, Map.of()));
  }

  /**
   * True if the user is a test student somewhere, and nowhere a student: such users are on no board
   * of everybody. A student is, whatever the rosters of other classes say.
   */
  public boolean isTestStudent(String userId) {
    var roles = rolesByUser.getOrDefault(userId, Map.of()).values();
    return roles.contains(Role.test_student) && !roles.contains(Role.student);
  }

  /**
   * True if the user teaches a class and has put its roster; such users are on no board of
   * everybody. That others call the user an instructor has no effect beyond their class.
   */
  public boolean isStaff(String userId) {
    return staff.contains(userId);
  }
}
