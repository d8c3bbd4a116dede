/**
 * Awards achievements for what users have done, and lets instructors define them. Observes what the
 * room submission fires, and uses points, streak, the standings and the frames of notification.
 * Start with {@link dev.laurel.achievement.Criterion} and {@link dev.laurel.achievement.Awards}.
 */
package dev.laurel.achievement;
