package dev.laurel.leaderboard;

import dev.laurel.errors.Hundredths;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * A user's rank on a board, and the neighbours.
 *
 * @param userRank null when the user is not on the board
 * @param position the user's place in the order of the board, from 1, which nobody shares; null
 *     when not on the board
 * @param page the page of the board on which the user is, by the page size asked for; null when not
 *     on the board
 * @param userData null when the user is not on the board
 * @param nearbyCompetitors up to 3 above and up to 3 below, best first, without the user; empty
 *     when not on the board
 */
@RegisterForReflection
public record UserRank(
    Integer userRank,
    Integer position,
    Integer page,
    UserData userData,
    List<Page.Entry> nearbyCompetitors) {
  static final UserRank NONE = new UserRank(null, null, null, null, List.of());

  public UserRank {
    nearbyCompetitors = List.copyOf(nearbyCompetitors);
  }

  /**
   * The user's own entry.
   *
   * @param updatedAt when the standing last changed, UTC
   */
  @RegisterForReflection
  public record UserData(
      int rank,
      boolean tied,
      Page.Player user,
      @Hundredths long totalPoints,
      int completedProblems,
      Instant updatedAt) {}
}
