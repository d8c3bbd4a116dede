/**
 * Turns results into points on the boards. Observes the events of submission, and uses its results,
 * the rules of classes, the standings and seasons of leaderboard, for which it also counts results
 * that are there already, and the log of notification, and counts at once for a rehearsal; of
 * course it locks the users and reads their memberships. Start with {@link
 * dev.laurel.points.PointsLedger} and {@code Counting}.
 */
package dev.laurel.points;
