package dev.laurel.streak;

import dev.laurel.calendar.Calendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The run of days that ends with the user's last active day, by one calendar. It goes on over days
 * on which nobody has to work; those with work count.
 *
 * @param classId whose calendar it is; {@link Calendar#NO_CLASS} for a user of none
 * @param days with work, at least 1
 * @param safeUntil the start of the first required day after {@code lastDay}
 * @param lapsesAt the end of that day, when the run cannot be continued any more
 * @param lapsed true if it had lapsed when it was counted
 */
record Run(
    String classId,
    ZoneId timeZone,
    int days,
    LocalDate lastDay,
    Instant safeUntil,
    Instant lapsesAt,
    boolean lapsed) {
  /** The part of a run that a page shows. */
  record Display(int days, Instant safeUntil, Instant lapsesAt, boolean lapsed) {}

  static Run of(Calendar calendar, int days, LocalDate lastDay, Instant now) {
    var required = calendar.nextRequired(lastDay);
    var lapsesAt = calendar.startOf(required.plusDays(1));
    return new Run(
        calendar.classId(),
        calendar.timeZone(),
        days,
        lastDay,
        calendar.startOf(required),
        lapsesAt,
        !now.isBefore(lapsesAt));
  }

  /**
   * Counts from scratch.
   *
   * @param work when the user completed something; never empty
   */
  static Run count(Calendar calendar, Collection<Instant> work, Instant now) {
    var active = new TreeSet<LocalDate>(Comparator.reverseOrder());
    work.forEach(moment -> active.add(calendar.dayOf(moment)));
    int days = 0;
    LocalDate later = null;
    for (var day : active) {
      if (later != null && !isContinued(calendar, day, later)) {
        break;
      }
      days++;
      later = day;
    }
    return of(calendar, days, active.first(), now);
  }

  /** How long the run was that each day's first work belongs to, with that day. */
  static Map<Instant, Integer> lengths(Calendar calendar, Collection<Instant> work) {
    var lengths = new TreeMap<Instant, Integer>();
    int days = 0;
    LocalDate last = null;
    for (var moment : new TreeSet<>(work)) {
      var day = calendar.dayOf(moment);
      if (!day.equals(last)) {
        days = last != null && isContinued(calendar, last, day) ? days + 1 : 1;
        lengths.put(moment, days);
        last = day;
      }
    }
    return lengths;
  }

  /** The run with work on a later day. */
  Run with(Calendar calendar, LocalDate day, Instant now) {
    return of(calendar, isContinued(calendar, lastDay, day) ? days + 1 : 1, day, now);
  }

  private static boolean isContinued(Calendar calendar, LocalDate day, LocalDate later) {
    return !calendar.nextRequired(day).isBefore(later);
  }

  Display display() {
    return new Display(days, safeUntil, lapsesAt, lapsed);
  }

  LocalDate dayOf(Instant moment) {
    return LocalDate.ofInstant(moment, timeZone);
  }
}
