package dev.laurel.achievement;

import dev.laurel.notification.Frame;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

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
    var earned = EarnedAchievement.ofUser(user);
    var known = definitions.byId(earned.stream().map(e -> e.achievementId).toList());
    return earned.stream().map(e -> known.get(e.achievementId).earned(e.earnedAt)).toList();
  }

  /** Those of the user's achievements that everybody, or a member of the class, may earn. */
  public List<Frame.Achievement> inClass(String user, String classId) {
    var earned = EarnedAchievement.ofUser(user);
    var known = definitions.byId(earned.stream().map(e -> e.achievementId).toList());
    return earned.stream()
        .filter(
            e -> {
              var owner = known.get(e.achievementId).classId();
              return owner == null || owner.equals(classId);
            })
        .map(e -> known.get(e.achievementId).earned(e.earnedAt))
        .toList();
  }
}
