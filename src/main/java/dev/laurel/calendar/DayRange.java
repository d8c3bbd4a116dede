package dev.laurel.calendar;

import dev.laurel.errors.FieldError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A day, or several in a row.
 *
 * @param lastDay also in the range; default {@code firstDay}
 */
@RegisterForReflection
record DayRange(
    @NotNull @Schema(examples = "2026-12-21") LocalDate firstDay,
    @Schema(examples = "2027-01-03") LocalDate lastDay) {
  /** The most days of one range. */
  static final int LONGEST = 366;

  private static final int FIRST_YEAR = 2000;
  private static final int LAST_YEAR = 9998;

  DayRange {
    lastDay = lastDay == null ? firstDay : lastDay;
  }

  static DayRange parse(String range) {
    var days = range.split("/");
    return new DayRange(LocalDate.parse(days[0]), LocalDate.parse(days[1]));
  }

  /**
   * Reads the first day of a range from a path.
   *
   * @throws DateTimeParseException if it is not a date
   */
  static DayRange of(String firstDay, LocalDate lastDay) {
    return new DayRange(LocalDate.parse(firstDay), lastDay);
  }

  /**
   * The errors of a range that has a first day.
   *
   * @param path the names of its fields begin with this
   */
  List<FieldError> errors(String path) {
    if (isOutside(firstDay)) {
      return List.of(outside(path + "first_day"));
    } else if (isOutside(lastDay)) {
      return List.of(outside(path + "last_day"));
    } else if (lastDay.isBefore(firstDay)) {
      return List.of(new FieldError(path + "last_day", "must not be before first_day"));
    } else if (!lastDay.isBefore(firstDay.plusDays(LONGEST))) {
      return List.of(
          new FieldError(
              path + "last_day", "must be less than %d days after first_day".formatted(LONGEST)));
    }
    return List.of();
  }

  private static boolean isOutside(LocalDate day) {
    return day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR;
  }

  private static FieldError outside(String field) {
    return new FieldError(field, "must be in the years from 2000 to 9998");
  }

  /** In the notation of ISO 8601. */
  @Override
  public String toString() {
    return firstDay + "/" + lastDay;
  }
}
