package dev.laurel.streak;

import dev.laurel.calendar.Calendar;
import dev.laurel.submission.GradedSubmission;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The days of streaks that balances have, as moments: noon in the calendar of the class. A balance
 * says how many days there were, which are those that the class's calendar requires, or every day
 * where it is none of the user's.
 */
final class BalanceDays {
  private static final int NOON = 12;

  private BalanceDays() {}

  /**
   * @param calendars all of the user; never empty
   */
  static List<Instant> of(Collection<GradedSubmission> balances, List<Calendar> calendars) {
    var days = new ArrayList<Instant>();
    for (var result : balances) {
      var balance = result.balance();
      var calendar = calendar(result, calendars);
      var day = balance.lastDay();
      for (int i = 0; i < balance.streak(); i++) {
        days.add(noon(day, calendar.orElse(calendars.get(0))));
        var later = day;
        day = calendar.map(found -> found.previousRequired(later)).orElse(day.minusDays(1));
      }
    }
    return days;
  }

  /** The longest streak of each balance, at its last day, or else at the time of the balance. */
  static Map<Instant, Integer> longest(
      Collection<GradedSubmission> balances, List<Calendar> calendars) {
    var longest = new HashMap<Instant, Integer>();
    for (var result : balances) {
      var balance = result.balance();
      if (balance.longest() > 0) {
        longest.merge(
            balance.lastDay() == null
                ? result.submittedAt()
                : noon(balance.lastDay(), calendar(result, calendars).orElse(calendars.get(0))),
            balance.longest(),
            Math::max);
      }
    }
    return longest;
  }

  private static Optional<Calendar> calendar(GradedSubmission result, List<Calendar> calendars) {
    return calendars.stream()
        .filter(calendar -> calendar.classId().equals(result.classId()))
        .findFirst();
  }

  private static Instant noon(LocalDate day, Calendar calendar) {
    return day.atTime(NOON, 0).atZone(calendar.timeZone()).toInstant();
  }
}
