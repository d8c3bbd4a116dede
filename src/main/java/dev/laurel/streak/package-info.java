/**
 * Counts the days in a row on which a user completed something. Observes what the room submission
 * fires, and uses its results and the frames of notification. Start with {@link
 * dev.laurel.streak.Streaks}.
 */
package dev.laurel.streak;
