package dev.laurel.leaderboard;

import java.util.List;

/**
 * Fired in each of the transactions that delete what the board of a closed season was made from.
 *
 * @param users those of whom everything goes in this one; they are not locked
 */
public record SeasonCleared(Season season, List<String> users) {
  public SeasonCleared {
    users = List.copyOf(users);
  }
}
