package dev.laurel.course;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A user with a log. The row is the lock of everything that belongs to the user. */
@Entity
class Learner extends PanacheEntityBase {
  @Id String id;
  String username;
}
