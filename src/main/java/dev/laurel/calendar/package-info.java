/**
 * The calendar of a class: its time zone, teaching days and holidays, and the days for which its
 * instructors have excused a student. Uses {@code course}, {@code audit} and {@code rehearsal}; the
 * room streak counts by it. Start with {@link dev.laurel.calendar.Calendar} and {@link
 * dev.laurel.calendar.Calendars}.
 */
package dev.laurel.calendar;
