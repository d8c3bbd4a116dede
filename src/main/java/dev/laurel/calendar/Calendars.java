package dev.laurel.calendar;

import static java.util.stream.Collectors.toSet;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.course.CalendarChanged;
import dev.laurel.course.Classes;
import dev.laurel.course.Enrolments;
import dev.laurel.rehearsal.RehearsedUsers;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The calendars of classes. All methods block. */
@ApplicationScoped
@Transactional
public class Calendars {
  private final Classes classes;
  private final Sql sql;
  private final Audit audit;
  private final Event<CalendarChanged> changes;
  private final RehearsedUsers rehearsed;
  private final RehearsedDays rehearsedDays;

  Calendars(
      Classes classes,
      Sql sql,
      Audit audit,
      Event<CalendarChanged> changes,
      RehearsedUsers rehearsed,
      RehearsedDays rehearsedDays) {
    this.classes = classes;
    this.sql = sql;
    this.audit = audit;
    this.changes = changes;
    this.rehearsed = rehearsed;
    this.rehearsedDays = rehearsedDays;
  }

  /**
   * The calendars of users' classes, which do not change until the transaction ends. A user of no
   * class has one in the configured time zone, in which every day is required.
   *
   * @param users who must be locked
   * @param enrolments all their memberships
   */
  @Transactional(TxType.MANDATORY)
  public Function<String, List<Calendar>> of(Collection<String> users, Enrolments enrolments) {
    var classIds =
        users.stream().flatMap(user -> enrolments.ofUser(user).keySet().stream()).collect(toSet());
    if (!classIds.isEmpty()) {
      sql.lockShared(AdvisoryLock.CALENDAR, new TreeSet<>(classIds));
    }
    var zones = classes.timeZones(classIds);
    var days =
        classIds.isEmpty()
            ? Map.<String, CalendarDays>of()
            : rehearsedDays.over(ClassCalendar.of(classIds));
    var excuses = classIds.isEmpty() ? List.<Excuse>of() : Excuse.of(users);
    return user -> {
      var own = enrolments.ofUser(user).keySet();
      return own.isEmpty()
          ? List.of(calendar(Calendar.NO_CLASS, zones.apply(null), CalendarDays.ALL, List.of()))
          : own.stream()
              .map(
                  classId ->
                      calendar(
                          classId,
                          zones.apply(classId),
                          days.getOrDefault(classId, CalendarDays.ALL),
                          excuses.stream()
                              .filter(excuse -> excuse.userId.equals(user))
                              .filter(excuse -> excuse.classId.equals(classId))
                              .map(Excuse::days)
                              .toList()))
              .toList();
    };
  }

  private static Calendar calendar(
      String classId, ZoneId timeZone, CalendarDays days, List<DayRange> excused) {
    var free = new ArrayList<>(days.holidays());
    free.addAll(excused);
    return new Calendar(classId, timeZone, days.daysOfWeek(), free);
  }

  CalendarDays days(String classId) {
    return ClassCalendar.of(Set.of(classId)).getOrDefault(classId, CalendarDays.ALL);
  }

  ZoneId timeZone(String classId) {
    return classes.timeZones(Set.of(classId)).apply(classId);
  }

  /** Sets the teaching days and holidays of a class. */
  void put(String classId, CalendarDays days) {
    classes.requireNotArchived(Set.of(classId));
    if (rehearsed.users().isPresent()) {
      if (!days(classId).equals(days)) {
        rehearsedDays.put(classId, days);
        changes.fire(new CalendarChanged(classId));
      }
      return;
    }
    // One at a time, before any of them reads the calendar.
    sql.lock(AdvisoryLock.CALENDAR, classId);
    if (ClassCalendar.put(classId, days)) {
      audit.record(
          AuditAction.CALENDAR_CHANGED,
          classId,
          "%s, %d holidays".formatted(days.teachingDays(), days.holidays().size()));
      changes.fire(new CalendarChanged(classId));
    }
  }
}
