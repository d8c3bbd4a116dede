package dev.laurel.course;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.time.Instant;
import java.util.List;

/** One user's membership of one class. */
@Entity
@IdClass(Membership.Key.class)
public class Membership extends PanacheEntityBase {
  public record Key(String classId, String userId) {}

  @Id public String classId;
  @Id public String userId;

  @Enumerated(EnumType.STRING)
  public Role role;

  /** The name on the class's roster; null for members whom a submission enrolled. */
  public String username;

  /** The name that the class's boards show in place of {@code username}; null for the same. */
  public String displayName;

  /** The subgroup of the class, by its roster; null for none. */
  public String section;

  /** The id of the member's team in the class; null for none. */
  public String team;

  /** When the result was graded that names the team; null if the roster does. */
  public Instant teamAt;

  /** True for instructors who have put a roster of the class themselves. */
  public boolean confirmed;

  public static Membership of(String classId, String userId, Role role) {
    var membership = new Membership();
    membership.classId = classId;
    membership.userId = userId;
    membership.role = role;
    return membership;
  }

  public static List<Membership> ofClass(String classId) {
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
