/**
 * Counts the days in a row on which a user completed something. Observes the events of submission,
 * and uses its results and the frames of notification. Start with {@link
 * dev.laurel.streak.Streaks}.
 */
package dev.laurel.streak;
