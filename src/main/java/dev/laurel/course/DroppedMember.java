package dev.laurel.course;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** A user whom a roster of the class left out, and whose results do not enrol them again. */
@Entity
@IdClass(DroppedMember.Key.class)
public class DroppedMember extends PanacheEntityBase {
  public record Key(String classId, String userId) {}

  @Id public String classId;
  @Id public String userId;

  public static DroppedMember of(String classId, String userId) {
    var dropped = new DroppedMember();
    dropped.classId = classId;
    dropped.userId = userId;
    return dropped;
  }

  /** Deletes the rows of users who are members of the class again, as far as that is flushed. */
  public static void deleteReturned(String classId) {
    delete(
        """
        from DroppedMember d where d.classId = ?1
        and exists (select 1 from Membership m where m.classId = d.classId and m.userId = d.userId)""",
        classId);
  }

  /** Those of the users whom a roster of the class left out. */
  static Set<String> among(String classId, Collection<String> users) {
    return DroppedMember.<DroppedMember>stream("classId = ?1 and userId in ?2", classId, users)
        .map(dropped -> dropped.userId)
        .collect(Collectors.toSet());
  }
}
