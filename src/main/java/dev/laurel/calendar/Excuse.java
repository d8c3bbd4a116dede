package dev.laurel.calendar;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Days of a class for which a student is excused. */
@Entity
@IdClass(Excuse.Key.class)
class Excuse extends PanacheEntityBase {
  record Key(String classId, String userId, LocalDate firstDay) {}

  @Id String classId;
  @Id String userId;
  @Id LocalDate firstDay;
  LocalDate lastDay;

  static Excuse of(String classId, String userId, DayRange days) {
    var excuse = new Excuse();
    excuse.classId = classId;
    excuse.userId = userId;
    excuse.firstDay = days.firstDay();
    excuse.lastDay = days.lastDay();
    return excuse;
  }

  static List<Excuse> of(String classId, String userId) {
    return list("classId = ?1 and userId = ?2 order by firstDay", classId, userId);
  }

  static List<Excuse> of(Collection<String> users) {
    return list("userId in ?1", Set.copyOf(users));
  }

  DayRange days() {
    return new DayRange(firstDay, lastDay);
  }
}
