package dev.laurel.calendar;

import jakarta.transaction.TransactionScoped;
import java.util.HashMap;
import java.util.Map;

/** The days of a class that one transaction rehearses, in place of those that are stored. */
@TransactionScoped
class RehearsedDays {
  private final Map<String, CalendarDays> byClass = new HashMap<>();

  void put(String classId, CalendarDays days) {
    byClass.put(classId, days);
  }

  /** The days of classes, where those stored are given. */
  Map<String, CalendarDays> over(Map<String, CalendarDays> stored) {
    var days = new HashMap<>(stored);
    days.putAll(byClass);
    return days;
  }
}
