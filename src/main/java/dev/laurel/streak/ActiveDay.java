package dev.laurel.streak;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.time.LocalDate;

/** A day on which the user completed something. */
@Entity
@IdClass(ActiveDay.Key.class)
class ActiveDay extends PanacheEntityBase {
  record Key(String userId, LocalDate day) {}

  @Id String userId;
  @Id LocalDate day;

  /** True if the day stays active because of a result that has expired. */
  boolean kept;

  static ActiveDay of(String userId, LocalDate day) {
    var active = new ActiveDay();
    active.userId = userId;
    active.day = day;
    return active;
  }
}
