package dev.laurel.leaderboard.standing;

import java.time.Instant;

/**
 * A user's details on a board beside points and rank.
 *
 * @param updatedAt when the standing last changed
 * @param hidden whether other students see a pseudonym whatever the rank, see {@link
 *     dev.laurel.leaderboard.visibility.HiddenUsers}
 */
public record PlayerDetails(
    String username, int completedProblems, Instant updatedAt, boolean hidden) {}
