package dev.laurel.leaderboard.season;

import java.util.List;

/**
 * Fired in the transaction that makes a season's board final, for each part of its users. Observers
 * delete what they keep for the season alone.
 *
 * @param users not locked; an erasure of one of them may be under way
 */
public record SeasonCleared(Season season, List<String> users) {
  public SeasonCleared {
    users = List.copyOf(users);
  }
}
