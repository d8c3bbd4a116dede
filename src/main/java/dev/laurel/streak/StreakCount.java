package dev.laurel.streak;

import dev.laurel.calendar.Calendar;
import dev.laurel.calendar.Calendars;
import dev.laurel.course.Enrolments;
import jakarta.transaction.TransactionScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Counts the runs of one transaction's users, all as of one moment. Reads the calendars at the
 * first work on a new day; most work is on a day that counts already.
 */
@TransactionScoped
class StreakCount {
  private static final NavigableMap<Instant, Integer> NOTHING = new TreeMap<>();

  private final StreakBatch batch;
  private final Work work;
  private final Calendars calendars;
  private final Instant now;
  private Set<String> users = Set.of();
  private Enrolments enrolments = Enrolments.NONE;
  private final Map<String, NavigableMap<Instant, Integer>> records = new HashMap<>();
  private Function<String, List<Calendar>> calendarsByUser;

  StreakCount(StreakBatch batch, Work work, Calendars calendars, Clock clock) {
    this.batch = batch;
    this.work = work;
    this.calendars = calendars;
    now = clock.instant();
  }

  /**
   * Reads the runs of users.
   *
   * @param enrolments all their memberships
   */
  void readAhead(Collection<String> users, Enrolments enrolments) {
    this.users = Set.copyOf(users);
    this.enrolments = enrolments;
    calendarsByUser = null;
    batch.readAhead(users);
  }

  Instant now() {
    return now;
  }

  /** Adds work of a user. */
  void add(String user, Instant moment) {
    work.add(user, moment);
    var runs = batch.of(user);
    boolean known = !runs.all().isEmpty();
    if (known && isOfTheirClasses(runs) && runs.endWith(moment)) {
      return;
    }
    if (!known) {
      batch.change(Runs.count(user, calendars(user), Set.of(moment), now));
      return;
    }
    var continued =
        runs.areAfter(moment) ? Optional.<Runs>empty() : runs.with(calendars(user), moment, now);
    continued.ifPresentOrElse(
        batch::change,
        () -> {
          work.of(user).add(moment);
          recount(user);
        });
  }

  private boolean isOfTheirClasses(Runs runs) {
    var classIds = enrolments.ofUser(runs.userId()).keySet();
    return runs.classIds().equals(classIds.isEmpty() ? Set.of(Calendar.NO_CLASS) : classIds);
  }

  /** Counts a user's runs from scratch, by all the work there is. */
  void recount(String user) {
    var counted = Runs.count(user, calendars(user), moments(user), now);
    records.put(user, countRecords(user));
    if (!Set.copyOf(counted.all()).equals(Set.copyOf(batch.of(user).all()))) {
      batch.replace(counted);
    }
  }

  /**
   * Counts all runs of users from scratch.
   *
   * @param enrolments all their memberships
   */
  void countAllRuns(Set<String> counted, Enrolments memberships) {
    if (!users.containsAll(counted)) {
      readAhead(counted, memberships);
    }
    work.readAhead(counted.stream().filter(user -> !records.containsKey(user)).toList());
    counted.forEach(user -> records.computeIfAbsent(user, any -> countRecords(user)));
  }

  private NavigableMap<Instant, Integer> countRecords(String user) {
    return Runs.records(
        calendars(user), moments(user), BalanceDays.longest(work.balances(user), calendars(user)));
  }

  /** When a user worked, with noon of the days of balances. */
  private Set<Instant> moments(String user) {
    var moments = new HashSet<>(work.of(user));
    moments.addAll(BalanceDays.of(work.balances(user), calendars(user)));
    return moments;
  }

  /** The longest run of all time, as far as it has been counted; else that of the latest work. */
  int longest(String user) {
    var latest = batch.of(user).longest();
    var counted = records.getOrDefault(user, NOTHING);
    return counted.isEmpty() ? latest : Math.max(latest, counted.lastEntry().getValue());
  }

  /** The longest run until a moment, of a user whose runs have all been counted. */
  int longestUntil(String user, Instant moment) {
    var record = records.getOrDefault(user, NOTHING).floorEntry(moment);
    return record == null ? 0 : record.getValue();
  }

  private List<Calendar> calendars(String user) {
    if (calendarsByUser == null) {
      calendarsByUser = calendars.of(users, enrolments);
    }
    return calendarsByUser.apply(user);
  }
}
