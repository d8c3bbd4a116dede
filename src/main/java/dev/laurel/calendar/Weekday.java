package dev.laurel.calendar;

import java.time.DayOfWeek;

/** A day of the week. The names are those of the wire and of the database. */
enum Weekday {
  monday,
  tuesday,
  wednesday,
  thursday,
  friday,
  saturday,
  sunday;

  DayOfWeek dayOfWeek() {
    return DayOfWeek.of(ordinal() + 1);
  }
}
