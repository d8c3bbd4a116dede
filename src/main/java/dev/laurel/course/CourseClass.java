package dev.laurel.course;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.ZoneId;

/** A class of a course: a name, a calendar, and through its memberships a board. */
@Entity
public class CourseClass extends PanacheEntityBase {
  @Id public String id;
  public String name;
  public ZoneId timeZone;

  /** When the class was archived; null for one that takes results. */
  Instant archivedAt;

  /**
   * Creates a class unless it exists; waits for a transaction that is creating it.
   *
   * @return true if it did not exist
   */
  public static boolean create(String id, String name, ZoneId timeZone) {
    return getEntityManager()
            .createQuery(
                "insert into CourseClass (id, name, timeZone) values (:id, :name, :zone) on conflict do nothing")
            .setParameter("id", id)
            .setParameter("name", name)
            .setParameter("zone", timeZone)
            .executeUpdate()
        == 1;
  }
}
