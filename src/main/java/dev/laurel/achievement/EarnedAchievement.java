package dev.laurel.achievement;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.time.Instant;

/** An achievement that a user has earned; the key limits it to once. */
@Entity
@IdClass(EarnedAchievement.Key.class)
class EarnedAchievement extends PanacheEntityBase {
  record Key(String userId, String achievementId) {}

  @Id String userId;
  @Id String achievementId;

  /** The achievement's points at the time, in hundredths. */
  int points;

  Instant earnedAt;

  static EarnedAchievement of(String userId, String achievementId) {
    var earned = new EarnedAchievement();
    earned.userId = userId;
    earned.achievementId = achievementId;
    return earned;
  }
}
