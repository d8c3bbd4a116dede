package dev.laurel.achievement;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.laurel.notification.Frame;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** The points of achievements, in hundredths, by id; without those that there are not. */
  public Map<String, Integer> points(Collection<String> ids) {
    var points = new HashMap<String, Integer>();
    definitions.byId(ids).forEach((id, definition) -> points.put(id, definition.points()));
    return points;
  }

  /** The ones among achievements that Laurel awards at present, for results. */
  public Set<String> awardable(Collection<String> ids) {
    return definitions.goalsById(ids).values().stream()
        .filter(goal -> goal.definition().active() && goal.criterion().isCounted())
        .map(Goal::id)
        .collect(toSet());
  }

  private List<Frame.Achievement> of(String user, Predicate<Definition> wanted) {
    var earned = EarnedAchievement.ofUser(user);
    var known = definitions.byId(earned.stream().map(e -> e.achievementId).toList());
    return earned.stream()
        .filter(e -> wanted.test(known.get(e.achievementId)))
        .map(e -> known.get(e.achievementId).earned(e.earnedAt))
        .toList();
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
   * Awards what the other back end of a class reports that a user has, and dates what it has
   * reported before. It brings no points, which are among those that it reports, and nobody is
   * notified.
   *
   * @param user who is locked
   * @param earnedAt by the id of the achievement
   */
  @Transactional(TxType.MANDATORY)
  public void awardReported(String classId, String user, Map<String, Instant> earnedAt) {
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

  /**
   * Deletes what a class has reported of users, who are locked, as far as Laurel itself may award
   * it.
   */
  @Transactional(TxType.MANDATORY)
  public void deleteAwardable(String classId, Collection<String> users) {
    var reported =
        EarnedAchievement.<EarnedAchievement>list(
            "reportedBy = ?1 and userId in ?2", classId, List.copyOf(users));
    var awardable = awardable(reported.stream().map(row -> row.achievementId).toList());
    reported.stream()
        .filter(row -> awardable.contains(row.achievementId))
        .forEach(EarnedAchievement::delete);
    EarnedAchievement.flush();
  }
}
