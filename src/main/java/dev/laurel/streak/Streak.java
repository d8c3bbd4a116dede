package dev.laurel.streak;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.LocalDate;
import java.time.ZoneId;

/** The run of days that ends with the user's last active day. */
@Entity
class Streak extends PanacheEntityBase {
  @Id String userId;

  /** In days; 0 when no active day is left. */
  int current;

  LocalDate lastDay;

  /** The calendar of the last day. */
  ZoneId timeZone;

  static Streak of(String userId) {
    var streak = new Streak();
    streak.userId = userId;
    return streak;
  }
}
