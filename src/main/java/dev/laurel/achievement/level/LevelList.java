package dev.laurel.achievement.level;

import dev.laurel.errors.FieldError;
import dev.laurel.errors.ProblemException;
import dev.laurel.notification.Frame.Level;
import java.util.ArrayList;
import java.util.List;

/** Checks of lists of levels. */
final class LevelList {
  private LevelList() {}

  /**
   * Levels whose points rise.
   *
   * @throws ProblemException 400, if they do not
   */
  static List<Level> inOrder(List<Level> levels) {
    var errors = new ArrayList<FieldError>();
    for (int i = 1; i < levels.size(); i++) {
      if (levels.get(i).points() <= levels.get(i - 1).points()) {
        errors.add(new FieldError("[" + i + "].points", "must be more than those before"));
      }
    }
    ProblemException.refuse(errors);
    return levels;
  }
}
