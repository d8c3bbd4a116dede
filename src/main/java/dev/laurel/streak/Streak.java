package dev.laurel.streak;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The run of days that ends with the user's last active day. All days of a user are those of one
 * calendar, so that work in classes of different time zones is never compared by different days.
 */
@Entity
class Streak extends PanacheEntityBase {
  @Id String userId;

  /** In days; 0 when no active day is left. */
  int current;

  LocalDate lastDay;

  /** The class whose calendar decides the user's days; null while all work was outside classes. */
  String classId;

  /** The time zone of the calendar. */
  ZoneId timeZone;

  static Streak of(String userId) {
    var streak = new Streak();
    streak.userId = userId;
    return streak;
  }

  LocalDate dayOf(Instant moment) {
    return LocalDate.ofInstant(moment, timeZone);
  }

  Instant startOf(LocalDate day) {
    return day.atStartOfDay(timeZone).toInstant();
  }

  /** When the run cannot be continued any more: after a whole day without a completed exercise. */
  Instant lapsesAt() {
    return startOf(lastDay.plusDays(2));
  }
}
