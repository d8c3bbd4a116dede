/**
 * Counts the days in a row on which a user completed something, by the calendars of the user's
 * classes. Observes the events of submission, {@code course} and {@code calendar}, and uses the
 * results of submission and the frames and log of notification; counts at once for a rehearsal.
 * Start with {@link dev.laurel.streak.Streaks}, and with {@code StreakRecounts} for changes without
 * a result.
 */
package dev.laurel.streak;
