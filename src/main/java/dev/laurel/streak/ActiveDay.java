package dev.laurel.streak;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.LocalDate;

/** A day on which the user completed something. */
@Entity
@Table(name = "active_day")
@IdClass(ActiveDay.Key.class)
class ActiveDay extends PanacheEntityBase {
  record Key(String userId, LocalDate day) {}

  @Id
  @Column(name = "user_id")
  String userId;

  @Id LocalDate day;

  /** Whether it stays, since a result that is not kept any more made it active. */
  boolean settled;

  static ActiveDay of(String userId, LocalDate day) {
    var active = new ActiveDay();
    active.userId = userId;
    active.day = day;
    return active;
  }
}
