package dev.laurel.streak;

import static java.util.stream.Collectors.toSet;

import dev.laurel.calendar.Calendar;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A user's runs, one for each calendar. Work in any class counts in all of them, so all end with
 * the same work; the longest that has not lapsed is the user's streak.
 *
 * @param all empty for a user without work
 */
record Runs(String userId, List<Run> all) {
  private static final Comparator<Run> BY_LENGTH =
      Comparator.comparingInt(Run::days).thenComparing(Run::lapsesAt);

  Runs {
    all = List.copyOf(all);
  }

  static Runs count(
      String userId, List<Calendar> calendars, Collection<Instant> work, Instant now) {
    return new Runs(
        userId,
        work.isEmpty()
            ? List.of()
            : calendars.stream().map(calendar -> Run.count(calendar, work, now)).toList());
  }

  /**
   * The longest run so far at each work that lengthened it, in the order of time, by the calendar
   * that makes it longest.
   *
   * @param balances the longest runs that balances have, by their ends
   */
  static NavigableMap<Instant, Integer> records(
      List<Calendar> calendars, Collection<Instant> work, Map<Instant, Integer> balances) {
    var longest = new TreeMap<Instant, Integer>(balances);
    for (var calendar : calendars) {
      Run.lengths(calendar, work).forEach((at, days) -> longest.merge(at, days, Math::max));
    }
    int record = 0;
    for (var entries = longest.entrySet().iterator(); entries.hasNext(); ) {
      int days = entries.next().getValue();
      if (days <= record) {
        entries.remove();
      }
      record = Math.max(record, days);
    }
    return longest;
  }

  Set<String> classIds() {
    return all.stream().map(Run::classId).collect(toSet());
  }

  /** The length of the longest, lapsed or not. */
  int longest() {
    return all.stream().mapToInt(Run::days).max().orElse(0);
  }

  /** The longest that had not lapsed when it was counted. */
  Optional<Run> streak() {
    return longest(run -> !run.lapsed());
  }

  /** The longest that has not lapsed. */
  Optional<Run> streak(Instant now) {
    return longest(run -> now.isBefore(run.lapsesAt()));
  }

  /** The streak, or without one the longest that has lapsed. */
  Optional<Run> latest() {
    return streak().or(() -> longest(run -> true));
  }

  private Optional<Run> longest(Predicate<Run> condition) {
    return all.stream().filter(condition).max(BY_LENGTH);
  }

  /** True if all days of the runs' ends contain the moment: work then changes nothing. */
  boolean endWith(Instant moment) {
    return all.stream().allMatch(run -> run.dayOf(moment).equals(run.lastDay()));
  }

  /** True if the moment is on a day before the last one of a run. */
  boolean areAfter(Instant moment) {
    return all.stream().anyMatch(run -> run.dayOf(moment).isBefore(run.lastDay()));
  }

  /**
   * The runs with work at a moment that is on no day before their last one.
   *
   * @return empty if the runs were counted by other calendars
   */
  Optional<Runs> with(List<Calendar> calendars, Instant moment, Instant now) {
    var continued =
        calendars.stream().flatMap(calendar -> with(calendar, moment, now).stream()).toList();
    return continued.size() == calendars.size() && calendars.size() == all.size()
        ? Optional.of(new Runs(userId, continued))
        : Optional.empty();
  }

  private Optional<Run> with(Calendar calendar, Instant moment, Instant now) {
    var day = calendar.dayOf(moment);
    return all.stream()
        .filter(run -> run.classId().equals(calendar.classId()))
        .filter(run -> run.timeZone().equals(calendar.timeZone()))
        .map(run -> day.equals(run.lastDay()) ? run : run.with(calendar, day, now))
        .findFirst();
  }
}
