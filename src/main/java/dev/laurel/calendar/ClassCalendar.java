package dev.laurel.calendar;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The teaching days and holidays of a class that has set them. */
@Entity
class ClassCalendar extends PanacheEntityBase {
  @Id String classId;

  /** Names of {@link Weekday}. */
  List<String> teachingDays;

  /** Texts of {@link DayRange}. */
  List<String> holidays;

  static Map<String, CalendarDays> of(Collection<String> classIds) {
    return ClassCalendar.<ClassCalendar>list("classId in ?1", Set.copyOf(classIds)).stream()
        .collect(Collectors.toMap(found -> found.classId, ClassCalendar::days));
  }

  /** Creates or changes the calendar of a class; returns false if it was like this before. */
  static boolean put(String classId, CalendarDays days) {
    var found = ClassCalendar.<ClassCalendar>findByIdOptional(classId);
    if (found.map(ClassCalendar::days).orElse(CalendarDays.ALL).equals(days)) {
      return false;
    }
    var calendar = found.orElseGet(ClassCalendar::new);
    calendar.classId = classId;
    calendar.teachingDays = texts(days.teachingDays(), Enum::name);
    calendar.holidays = texts(days.holidays(), DayRange::toString);
    calendar.persist();
    return true;
  }

  private static <T> List<String> texts(List<T> values, Function<T, String> text) {
    return values.stream().map(text).toList();
  }

  CalendarDays days() {
    return new CalendarDays(
        teachingDays.stream().map(Weekday::valueOf).toList(),
        holidays.stream().map(DayRange::parse).toList());
  }
}
