package dev.laurel.achievement;

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
    return DefinitionEntity.all();
  }

  /** Adds or changes definitions; the others stay as they are. */
  void put(List<Definition> definitions) {
    var known = DefinitionEntity.byId(definitions.stream().map(Definition::id).toList());
    for (var definition : definitions) {
      var entity = known.getOrDefault(definition.id(), new DefinitionEntity());
      entity.id = definition.id();
      entity.definition = definition;
      entity.persist();
      audit.record(AuditAction.ACHIEVEMENTS_CHANGED, definition.id(), null);
    }
  }

  /** The user's achievements, oldest first. */
  public List<Frame.Achievement> of(String user) {
    var earned =
        EarnedAchievement.<EarnedAchievement>list(
            "userId = ?1 order by earnedAt, achievementId", user);
    var known = DefinitionEntity.byId(earned.stream().map(e -> e.achievementId).toList());
    return earned.stream()
        .map(e -> known.get(e.achievementId).definition.earned(e.earnedAt))
        .toList();
  }

  Map<Criterion, Long> progress(String user) {
    var progress =
        new Progress(standings.storedTally(Board.GLOBAL, user), streaks.ongoing(user).days());
    var measures = new EnumMap<Criterion, Long>(Criterion.class);
    for (var criterion : Criterion.values()) {
      measures.put(criterion, criterion.measure(progress));
    }
    return measures;
  }
}
