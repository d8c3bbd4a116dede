package dev.laurel.calendar;

import static java.util.stream.Collectors.toSet;

import dev.laurel.errors.FieldError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The days of a class on which its students are expected to work; the body of {@code PUT
 * /api/classes/{id}/calendar}.
 *
 * @param teachingDays of each week; default all seven
 * @param holidays days without teaching; default none
 */
@RegisterForReflection
@Schema(name = "CalendarRequest")
record CalendarDays(
    @Size(min = 1, max = 7) List<@NotNull Weekday> teachingDays,
    @Size(max = 200) List<@Valid @NotNull DayRange> holidays) {
  /** The calendar of a class that has set none. */
  static final CalendarDays ALL = new CalendarDays(null, null);

  CalendarDays {
    teachingDays = teachingDays == null ? List.of(Weekday.values()) : teachingDays;
    holidays = holidays == null ? List.of() : holidays;
  }

  /** The same days in their order. */
  CalendarDays sorted() {
    return new CalendarDays(
        teachingDays.stream().distinct().sorted().toList(),
        holidays.stream()
            .distinct()
            .sorted(
                Comparator.<DayRange, LocalDate>comparing(DayRange::firstDay)
                    .thenComparing(DayRange::lastDay))
            .toList());
  }

  List<FieldError> errors() {
    var errors = new ArrayList<FieldError>();
    for (int i = 0; i < teachingDays.size(); i++) {
      if (teachingDays.indexOf(teachingDays.get(i)) < i) {
        errors.add(new FieldError("teaching_days[" + i + "]", "is in the list already"));
      }
    }
    for (int i = 0; i < holidays.size(); i++) {
      errors.addAll(holidays.get(i).errors("holidays[" + i + "]."));
    }
    return errors;
  }

  Set<DayOfWeek> daysOfWeek() {
    return teachingDays.stream().map(Weekday::dayOfWeek).collect(toSet());
  }
}
