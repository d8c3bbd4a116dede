package dev.laurel.course;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** One user's place in one class. */
@Entity
@Table(name = "membership")
@IdClass(Membership.Key.class)
class Membership extends PanacheEntityBase {
  record Key(String classId, String userId) {}

  @Id
  @Column(name = "class_id")
  String classId;

  @Id
  @Column(name = "user_id")
  String userId;

  @Enumerated(EnumType.STRING)
  @Column(nullable = false)
  Role role;

  static Membership of(String classId, String userId, Role role) {
    var membership = new Membership();
    membership.classId = classId;
    membership.userId = userId;
    membership.role = role;
    return membership;
  }
}
