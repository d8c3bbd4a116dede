package dev.laurel.achievement;

import dev.laurel.notification.Frame;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.function.Predicate;

/** Each user's achievements. All methods block. */
@ApplicationScoped
@Transactional
public class Achievements {
  private final Definitions definitions;

  Achievements(Definitions definitions) {
    this.definitions = definitions;
  }

  /** The user's achievements, oldest first. */
  public List<Frame.Achievement> of(String user) {
    return of(user, any -> true);
  }

  /** Those of the user's achievements that everybody, or a member of the class, may earn. */
  public List<Frame.Achievement> inClass(String user, String classId) {
    return of(
        user, definition -> definition.classId() == null || definition.classId().equals(classId));
  }

  private List<Frame.Achievement> of(String user, Predicate<Definition> wanted) {
    var earned = EarnedAchievement.ofUser(user);
    var known = definitions.byId(earned.stream().map(e -> e.achievementId).toList());
    return earned.stream()
        .filter(e -> wanted.test(known.get(e.achievementId)))
        .map(e -> known.get(e.achievementId).earned(e.earnedAt))
        .toList();
  }
}
