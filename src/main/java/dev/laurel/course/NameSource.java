package dev.laurel.course;

import java.util.Arrays;
import java.util.List;

/**
 * A source of users' names; the weaker come first. The constants are named as in the setting and
 * the database.
 */
public enum NameSource {
  roster,
  grader,
  token;

  /**
   * The sources whose names give way to a name from this one.
   *
   * @param authority whose names give way to no other source's
   */
  List<NameSource> overrules(NameSource authority) {
    return Arrays.stream(values())
        .filter(other -> this == authority || other != authority && other.compareTo(this) <= 0)
        .toList();
  }
}
