package dev.laurel.calendar;

/** Fired in the transaction that changes the days for which a user is excused, who is locked. */
public record ExcusesChanged(String userId) {}
