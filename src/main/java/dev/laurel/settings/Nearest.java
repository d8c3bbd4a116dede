package dev.laurel.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the known name that somebody who wrote an unknown one probably meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * Returns the known name with the fewest differing letters, or one of which the unknown one is a
   * part; case, {@code _}, {@code -} and {@code .} don't count. The first of several, in
   * alphabetical order.
   *
   * @param known at least one name
   */
  public static String name(String unknown, Collection<String> known) {
    return known.stream()
        .sorted()
        .min(Comparator.comparingInt(name -> distance(letters(unknown), letters(name))))
        .orElseThrow();
  }

  private static String letters(String name) {
    return name.replaceAll("[_.-]", "").toLowerCase(Locale.ROOT);
  }

  /** The Levenshtein distance, of which a name within the other counts as 1 at most. */
  private static int distance(String a, String b) {
    if (a.contains(b) || b.contains(a)) {
      return a.equals(b) ? 0 : 1;
    }
    int[] above = new int[b.length() + 1];
    for (int column = 0; column <= b.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= a.length(); row++) {
      int[] current = new int[b.length() + 1];
      current[0] = row;
      for (int column = 1; column <= b.length(); column++) {
        int replaced = above[column - 1] + (a.charAt(row - 1) == b.charAt(column - 1) ? 0 : 1);
        current[column] = Math.min(replaced, 1 + Math.min(above[column], current[column - 1]));
      }
      above = current;
    }
    return above[b.length()];
  }
}
