package dev.laurel.course;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Somebody with a log, whose row is the lock of everything that belongs to them. */
@Entity
@Table(name = "learner")
class Learner extends PanacheEntityBase {
  @Id String id;

  @Column(nullable = false)
  String username;
}
