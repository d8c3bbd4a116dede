package dev.laurel.achievement;

import static java.util.stream.Collectors.toSet;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * An achievement that a user has earned; the key limits it to once. One that was revoked stays, so
 * that it is not earned again.
 */
@Entity
@IdClass(EarnedAchievement.Key.class)
class EarnedAchievement extends PanacheEntityBase {
  record Key(String userId, String achievementId) {}

  @Id String userId;
  @Id String achievementId;

  /** The achievement's points at the time, in hundredths. */
  int points;

  /** When the result that met the criterion was handed in, or when it was granted by hand. */
  Instant earnedAt;

  /** The class whose other back end has awarded it; null if Laurel has. */
  String reportedBy;

  /** Why it was granted or revoked by hand; null if it was earned. */
  String reason;

  /** Null unless it was revoked. */
  Instant revokedAt;

  static EarnedAchievement of(String userId, String achievementId) {
    var earned = new EarnedAchievement();
    earned.userId = userId;
    earned.achievementId = achievementId;
    return earned;
  }

  /** The ids of those that were revoked. */
  static Set<String> revoked(String user) {
    return EarnedAchievement.<EarnedAchievement>stream(
            "userId = ?1 and revokedAt is not null", user)
        .map(row -> row.achievementId)
        .collect(toSet());
  }

  /** Those that users have. */
  static List<EarnedAchievement> ofUsers(Set<String> users) {
    return list("userId in ?1 and revokedAt is null", users);
  }

  /** Those that the user has, oldest first. */
  static List<EarnedAchievement> ofUser(String user) {
    return list("userId = ?1 and revokedAt is null order by earnedAt, achievementId", user);
  }
}
