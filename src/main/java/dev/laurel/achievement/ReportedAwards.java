package dev.laurel.achievement;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Awards that the other back end of a class reports. They bring no points, since what it reports of
 * these includes them, and nobody is notified. All methods block, in the caller's transaction.
 */
@ApplicationScoped
@Transactional(TxType.MANDATORY)
public class ReportedAwards {
  private final Definitions definitions;

  ReportedAwards(Definitions definitions) {
    this.definitions = definitions;
  }

  /** Those of some ids that name no achievement which members of a class may have. */
  public Set<String> unknown(String classId, Collection<String> ids) {
    var known = definitions.byId(ids);
    return ids.stream()
        .filter(
            id ->
                !known.containsKey(id)
                    || known.get(id).classId() != null && !known.get(id).classId().equals(classId))
        .collect(toSet());
  }

  /**
   * Awards what a user does not have yet, and dates what the class has reported before.
   *
   * @param user who is locked
   * @param earnedAt by the id of the achievement
   */
  public void award(String classId, String user, Map<String, Instant> earnedAt) {
    var had =
        EarnedAchievement.<EarnedAchievement>list("userId", user).stream()
            .collect(toMap(row -> row.achievementId, row -> row));
    earnedAt.forEach(
        (id, at) -> {
          var row = had.get(id);
          if (row == null) {
            row = EarnedAchievement.of(user, id);
            row.reportedBy = classId;
            row.earnedAt = at.truncatedTo(ChronoUnit.MILLIS);
            row.persist();
          } else if (classId.equals(row.reportedBy)) {
            row.earnedAt = at.truncatedTo(ChronoUnit.MILLIS);
          }
        });
    EarnedAchievement.flush();
  }

  /** Deletes what a class has reported of users, who are locked. */
  public void delete(String classId, Collection<String> users) {
    EarnedAchievement.delete("reportedBy = ?1 and userId in ?2", classId, List.copyOf(users));
  }
}
