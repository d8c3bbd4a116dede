package dev.laurel.streak;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts a user's streaks day by day, from all there is, in the plainest way. */
final class StreakModel {
  /** The calendar of a class, and whether the user is a member. */
  static final class ClassDays {
    ZoneId zone = ZoneId.of("UTC");
    boolean member = true;
    final Set<DayOfWeek> teaching = EnumSet.allOf(DayOfWeek.class);
    final List<LocalDate[]> holidays = new ArrayList<>();
    final Map<LocalDate, LocalDate> excuses = new TreeMap<>();

    private boolean requires(LocalDate day) {
      return teaching.contains(day.getDayOfWeek())
          && holidays.stream().noneMatch(range -> isWithin(day, range[0], range[1]))
          && excuses.entrySet().stream()
              .noneMatch(range -> isWithin(day, range.getKey(), range.getValue()));
    }

    private static boolean isWithin(LocalDate day, LocalDate first, LocalDate last) {
      return !day.isBefore(first) && !day.isAfter(last);
    }
  }

  record CountedRun(int days, LocalDate last, LocalDate lastChance, ZoneId zone) {
    boolean lasts(Instant now) {
      return !LocalDate.ofInstant(now, zone).isAfter(lastChance);
    }
  }

  final Map<String, ClassDays> classes = new LinkedHashMap<>();

  /** When completed results were handed in, by submission. */
  final Map<String, Instant> results = new HashMap<>();

  /** The runs that end with the last work, by class. */
  Map<String, CountedRun> runs() {
    var runs = new TreeMap<String, CountedRun>();
    if (!results.isEmpty()) {
      classes.forEach(
          (classId, days) -> {
            if (days.member) {
              runs.put(classId, run(days));
            }
          });
    }
    return runs;
  }

  private CountedRun run(ClassDays calendar) {
    var worked = new TreeSet<LocalDate>();
    results.values().forEach(at -> worked.add(LocalDate.ofInstant(at, calendar.zone)));
    int days = 0;
    var day = worked.last();
    while (!day.isBefore(worked.first())) {
      if (worked.contains(day)) {
        days++;
      } else if (calendar.requires(day)) {
        break;
      }
      day = day.minusDays(1);
    }
    var next = worked.last().plusDays(1);
    while (!calendar.requires(next)) {
      next = next.plusDays(1);
    }
    return new CountedRun(days, worked.last(), next, calendar.zone);
  }

  /** The longest that lasts. */
  int streak(Instant now) {
    return runs().values().stream()
        .filter(run -> run.lasts(now))
        .mapToInt(CountedRun::days)
        .max()
        .orElse(0);
  }
}
