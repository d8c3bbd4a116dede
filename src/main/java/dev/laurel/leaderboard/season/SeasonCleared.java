package dev.laurel.leaderboard.season;

import java.util.List;

/**
 * Fired in each of the transactions that delete what the boards of closed seasons were made from.
 *
 * @param users those of whom everything goes in this one; they are not locked
 */
public record SeasonCleared(List<Season> seasons, List<String> users) {
  public SeasonCleared {
    seasons = List.copyOf(seasons);
    users = List.copyOf(users);
  }
}
