package dev.laurel.course;

/**
 * Fired in the transaction that changes the days of a class: its time zone, teaching days or
 * holidays. Users may be locked, and none may be locked after it.
 */
public record CalendarChanged(String classId) {}
