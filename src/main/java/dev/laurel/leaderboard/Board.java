package dev.laurel.leaderboard;

import java.util.Optional;

/**
 * A leaderboard: the global one, or that of a class.
 *
 * @param key the name in the database and on channels: {@code global} or {@code class:<id>}
 */
public record Board(String key) {
  public static final Board GLOBAL = new Board("global");

  private static final String CLASS = "class:";

  /** The board of a class, whether or not it exists. */
  public static Board ofClass(String classId) {
    return new Board(CLASS + classId);
  }

  /** The class whose board this is; empty for the global board. */
  public Optional<String> classId() {
    return key.startsWith(CLASS) ? Optional.of(key.substring(CLASS.length())) : Optional.empty();
  }

  /** {@code global} or {@code class}, as frames name it. */
  public String type() {
    return classId().isPresent() ? "class" : "global";
  }

  /** The channel on which nodes hear how the board changed. */
  public String channel() {
    return "board:" + key;
  }
}
