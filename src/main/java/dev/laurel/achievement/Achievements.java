package dev.laurel.achievement;

import static java.util.stream.Collectors.toMap;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.notification.Frame;
import dev.laurel.streak.Streaks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The definitions of achievements, and each user's achievements and progress. All methods block.
 */
@ApplicationScoped
@Transactional
public class Achievements {
  private final Standings standings;
  private final Streaks streaks;
  private final Audit audit;

  Achievements(Standings standings, Streaks streaks, Audit audit) {
    this.standings = standings;
    this.streaks = streaks;
    this.audit = audit;
  }

  /** All definitions, inactive ones too, ordered by id. */
  List<Definition> all() {
    return Achievement.all();
  }

  /** Adds or changes definitions; the others stay as they are. */
  void put(List<Definition> definitions) {
    var known =
        Achievement.<Achievement>list("id in ?1", definitions.stream().map(Definition::id).toList())
            .stream()
            .collect(toMap(achievement -> achievement.id, Function.identity()));
    for (var definition : definitions) {
      var achievement = known.getOrDefault(definition.id(), new Achievement());
      achievement.id = definition.id();
      achievement.definition = definition;
      achievement.persist();
      audit.record(AuditAction.ACHIEVEMENTS_CHANGED, definition.id(), null);
    }
  }

  /** The user's achievements, oldest first. */
  public List<Frame.Achievement> of(String user) {
    var earned =
        EarnedAchievement.<EarnedAchievement>list(
            "userId = ?1 order by earnedAt, achievementId", user);
    var definitions =
        Achievement.<Achievement>list(
                "id in ?1", earned.stream().map(e -> e.achievementId).toList())
            .stream()
            .collect(toMap(achievement -> achievement.id, achievement -> achievement.definition));
    return earned.stream().map(e -> definitions.get(e.achievementId).earned(e.earnedAt)).toList();
  }

  Map<Criterion, Long> progress(String user) {
    var progress = new Progress(standings.collected(Board.GLOBAL, user), streaks.lasting(user));
    var measures = new EnumMap<Criterion, Long>(Criterion.class);
    for (var criterion : Criterion.values()) {
      measures.put(criterion, criterion.measure(progress));
    }
    return measures;
  }
}
