package dev.laurel.leaderboard;

import dev.laurel.leaderboard.standing.PlayerDetails;
import java.util.Map;

/**
 * A slice and the details of its users, which may be a moment newer.
 *
 * @param isFinal true for the final board of a season
 * @param details by user id; a user who has just been erased is missing
 */
public record DescribedSlice(
    BoardSlice slice, boolean isFinal, Map<String, PlayerDetails> details) {
  public DescribedSlice {
    details = Map.copyOf(details);
  }
}
