package dev.laurel.course;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.util.List;

/** One user's membership of one class. */
@Entity
@IdClass(Membership.Key.class)
class Membership extends PanacheEntityBase {
  record Key(String classId, String userId) {}

  @Id String classId;
  @Id String userId;

  @Enumerated(EnumType.STRING)
  Role role;

  /** The name on the class's roster; null for members whom a submission enrolled. */
  String username;

  /** The subgroup of the class, by its roster; null for none. */
  String section;

  /** True for instructors who have put a roster of the class themselves. */
  boolean confirmed;

  static Membership of(String classId, String userId, Role role) {
    var membership = new Membership();
    membership.classId = classId;
    membership.userId = userId;
    membership.role = role;
    return membership;
  }

  static List<Membership> ofClass(String classId) {
    return list("classId", classId);
  }

  /** The ids of those who teach a class. */
  static List<String> instructors(String classId) {
    return find(
            "select userId from Membership where classId = ?1 and role = ?2",
            classId,
            Role.instructor)
        .project(String.class)
        .list();
  }
}
