package dev.laurel.leaderboard;

import java.util.Optional;

/**
 * A leaderboard: the global one, that of a class, of a section of a class, or of a season.
 *
 * @param key in the database and on channels: {@code global}, {@code class:<id>}, {@code
 *     section:<class id>/<section>}, or {@code season:<id>@<class id>}, without the class id if
 *     everybody is on the board
 */
public record Board(String key) {
  public static final Board GLOBAL = new Board("global");

  private static final String CLASS = "class:";
  private static final String SEASON = "season:";
  private static final String SECTION = "section:";

  /** The board of a class, whether or not it exists. */
  public static Board ofClass(String classId) {
    return new Board(CLASS + classId);
  }

  /** The board of a class, or with null the global one. */
  public static Board ofClassOrGlobal(String classId) {
    return classId == null ? GLOBAL : ofClass(classId);
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

  /**
   * The board of a section: that of the class, without the other students.
   *
   * @param section without a slash
   */
  public static Board ofSection(String classId, String section) {
    return new Board(SECTION + classId + "/" + section);
  }

  /** The class whose members the board is for; empty if it is for everybody. */
  public Optional<String> classId() {
    if (key.startsWith(CLASS)) {
      return Optional.of(key.substring(CLASS.length()));
    }
    if (key.startsWith(SECTION)) {
      return Optional.of(key.substring(SECTION.length(), key.lastIndexOf('/')));
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

  /** The section of a class whose board this is; empty for other boards. */
  public Optional<String> section() {
    return key.startsWith(SECTION)
        ? Optional.of(key.substring(key.lastIndexOf('/') + 1))
        : Optional.empty();
  }

  /** True for the global board and those of whole classes; false for seasons and sections. */
  public boolean isTotal() {
    return !key.startsWith(SEASON) && !key.startsWith(SECTION);
  }

  /** The total board of the same class, or of everybody; its settings hold for this one too. */
  public Board total() {
    return classId().map(Board::ofClass).orElse(GLOBAL);
  }

  /** {@code global} or {@code class}, as frames name it. */
  public String type() {
    return classId().isPresent() ? "class" : "global";
  }

  /** The channel for changes of the board; a section changes with its class. */
  public String channel() {
    return "board:" + (section().isPresent() ? total().key : key);
  }
}
