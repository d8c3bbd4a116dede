package dev.laurel.course;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A class of a course: a name, a calendar, and through its memberships a board. */
@Entity
@Table(name = "course_class")
class CourseClass extends PanacheEntityBase {
  @Id String id;

  @Column(nullable = false)
  String name;

  @Column(name = "time_zone", nullable = false)
  String timeZone;
}
