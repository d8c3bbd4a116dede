package dev.laurel.achievement;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** That a user has earned an achievement; the key makes it once at most. */
@Entity
@Table(name = "earned_achievement")
@IdClass(EarnedAchievement.Key.class)
class EarnedAchievement extends PanacheEntityBase {
  record Key(String userId, String achievementId) {}

  @Id
  @Column(name = "user_id")
  String userId;

  @Id
  @Column(name = "achievement_id")
  String achievementId;

  /** What it brought at the time. */
  int points;

  @Column(name = "earned_at")
  Instant earnedAt;
}
