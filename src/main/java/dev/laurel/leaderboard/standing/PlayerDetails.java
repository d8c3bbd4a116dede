package dev.laurel.leaderboard.standing;

import dev.laurel.leaderboard.Page.Player;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A user's details on a board, beside points and rank.
 *
 * @param user the id; that of a pseudonym once the user was erased
 * @param username null once the user was erased
 * @param updatedAt when the standing last changed
 * @param hidden whether other students see a pseudonym, whatever the rank
 */
@RegisterForReflection
public record PlayerDetails(
    String user, String username, int completedProblems, Instant updatedAt, boolean hidden) {
  public Player player() {
    return username == null ? Player.anonymous(user.substring(1)) : new Player(user, username);
  }
}
