package dev.laurel.course;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The memberships of some users at one moment. Immutable. */
public final class Enrolments {
  public static final Enrolments NONE = new Enrolments(Map.of());

  private final Map<String, Map<String, Role>> rolesByUser;

  private Enrolments(Map<String, Map<String, Role>> rolesByUser) {
    this.rolesByUser = rolesByUser;
  }

  static Enrolments of(List<Membership> memberships) {
    return new Enrolments(
        memberships.stream()
            .collect(
                Collectors.groupingBy(
                    membership -> membership.userId,
                    Collectors.toMap(membership -> membership.classId, m -> m.role))));
  }

  /** The user's role in the class; empty for others than members. */
  public Optional<Role> role(String classId, String userId) {
    return Optional.ofNullable(rolesByUser.getOrDefault(userId, Map.of()).get(classId));
  }

  public Map<String, Role> ofUser(String userId) {
    return Map.copyOf(rolesByUser.getOrDefault(userId, Map.of()));
  }

  /** True if the user teaches any class; such users are on no global board. */
  public boolean isStaff(String userId) {
    return rolesByUser.getOrDefault(userId, Map.of()).containsValue(Role.instructor);
  }
}
