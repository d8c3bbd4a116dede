package dev.laurel.rehearsal;

import java.util.Set;

/**
 * The points, streak, achievements and level of a user at a moment.
 *
 * @param points on the board of the class, or on the global one, in hundredths; null without a
 *     standing
 * @param total on the global board
 * @param level null below the first
 */
record UserState(Long points, long total, int streak, Set<String> achievements, String level) {
  long pointsOrZero() {
    return points == null ? 0 : points;
  }
}
