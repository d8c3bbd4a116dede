package dev.laurel.calendar;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The days of a student by the calendar of one class. A day is required if it is a teaching day, no
 * holiday, and the student is not excused. Immutable.
 */
public final class Calendar {
  /** Stands for the class of students who are in none. */
  public static final String NO_CLASS = "";

  private final String classId;
  private final ZoneId timeZone;
  private final Set<DayOfWeek> teachingDays;

  /** The last days of free ranges, by their first days. They may overlap. */
  private final NavigableMap<LocalDate, LocalDate> free = new TreeMap<>();

  /**
   * @param teachingDays never empty
   * @param free holidays and excused days
   */
  Calendar(
      String classId, ZoneId timeZone, Set<DayOfWeek> teachingDays, Collection<DayRange> free) {
    this.classId = classId;
    this.timeZone = timeZone;
    this.teachingDays = EnumSet.copyOf(teachingDays);
    free.forEach(
        range ->
            this.free.merge(range.firstDay(), range.lastDay(), (a, b) -> a.isAfter(b) ? a : b));
    // Extends each range to the end of those that began before, so that a look-up reads only one.
    LocalDate latest = LocalDate.MIN;
    for (var range : this.free.entrySet()) {
      latest = range.getValue().isAfter(latest) ? range.getValue() : latest;
      range.setValue(latest);
    }
  }

  /** {@link #NO_CLASS} for students who are in none. */
  public String classId() {
    return classId;
  }

  public ZoneId timeZone() {
    return timeZone;
  }

  public LocalDate dayOf(Instant moment) {
    return LocalDate.ofInstant(moment, timeZone);
  }

  /** The first moment of a day, which is not midnight everywhere. */
  public Instant startOf(LocalDate day) {
    return day.atStartOfDay(timeZone).toInstant();
  }

  /** The first required day after another day. */
  public LocalDate nextRequired(LocalDate day) {
    var next = day.plusDays(1);
    while (true) {
      var range = free.floorEntry(next);
      if (range != null && !range.getValue().isBefore(next)) {
        next = range.getValue().plusDays(1);
      } else if (teachingDays.contains(next.getDayOfWeek()) && exists(next)) {
        return next;
      } else {
        next = next.plusDays(1);
      }
    }
  }

  /** The last required day before another day. */
  public LocalDate previousRequired(LocalDate day) {
    var previous = day.minusDays(1);
    while (true) {
      var range = free.floorEntry(previous);
      if (range != null && !range.getValue().isBefore(previous)) {
        previous = range.getKey().minusDays(1);
      } else if (teachingDays.contains(previous.getDayOfWeek()) && exists(previous)) {
        return previous;
      } else {
        previous = previous.minusDays(1);
      }
    }
  }

  /** False for a day that the time zone leaves out, as Samoa did with 30 December 2011. */
  private boolean exists(LocalDate day) {
    return startOf(day).isBefore(startOf(day.plusDays(1)));
  }
}
