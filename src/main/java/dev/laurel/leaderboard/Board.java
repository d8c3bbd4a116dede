package dev.laurel.leaderboard;

import java.util.Optional;

/**
 * A leaderboard: the global one, that of a class, or that of a season.
 *
 * @param key in the database and on channels: {@code global}, {@code class:<id>} or {@code
 *     season:<id>@<class id>}, without the class id if everybody is on the board
 */
public record Board(String key) {
  public static final Board GLOBAL = new Board("global");

  private static final String CLASS = "class:";
  private static final String SEASON = "season:";

  /** The board of a class, whether or not it exists. */
  public static Board ofClass(String classId) {
    return new Board(CLASS + classId);
  }

  /**
   * The board of a season.
   *
   * @param seasonId without an {@code @}
   * @param classId null for everybody's
   */
  public static Board ofSeason(String seasonId, String classId) {
    return new Board(SEASON + seasonId + "@" + (classId == null ? "" : classId));
  }

  /** The class whose members the board is for; empty if it is for everybody. */
  public Optional<String> classId() {
    if (key.startsWith(CLASS)) {
      return Optional.of(key.substring(CLASS.length()));
    }
    return key.startsWith(SEASON)
        ? Optional.of(key.substring(key.indexOf('@') + 1)).filter(id -> !id.isEmpty())
        : Optional.empty();
  }

  /** The season whose board this is; empty for total boards. */
  public Optional<String> seasonId() {
    return key.startsWith(SEASON)
        ? Optional.of(key.substring(SEASON.length(), key.indexOf('@')))
        : Optional.empty();
  }

  /** The total board of the same users; its settings hold for this one too. */
  public Board total() {
    return classId().map(Board::ofClass).orElse(GLOBAL);
  }

  /** {@code global} or {@code class}, as frames name it. */
  public String type() {
    return classId().isPresent() ? "class" : "global";
  }

  /** The channel for changes of the board. */
  public String channel() {
    return "board:" + key;
  }
}
