package dev.laurel.achievement;

import static java.util.stream.Collectors.toMap;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import dev.laurel.notification.Frame;
import dev.laurel.sql.BulkSql;
import dev.laurel.streak.Streaks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What can be earned, and what has been. */
@ApplicationScoped
public class Achievements {
  private final BulkSql statements;
  private final Standings standings;
  private final Streaks streaks;
  private final Audit audit;

  Achievements(BulkSql statements, Standings standings, Streaks streaks, Audit audit) {
    this.statements = statements;
    this.standings = standings;
    this.streaks = streaks;
    this.audit = audit;
  }

  /** All definitions, inactive ones too, in the order of their ids. */
  @Transactional
  List<Definition> all() {
    return Achievement.<Achievement>list("order by id").stream()
        .map(Achievement::toDefinition)
        .toList();
  }

  /** What can be earned now, what is easier to reach first. */
  @Transactional(TxType.MANDATORY)
  List<Definition> active() {
    return statements.query(
        """
        select id, name, description, badge_type, rarity, points, criterion, threshold
        from achievement where active order by criterion, threshold, id""",
        row ->
            new Definition(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Rarity.valueOf(row.getString(5)),
                row.getInt(6),
                new Definition.Criteria(Criterion.valueOf(row.getString(7)), row.getLong(8)),
                true));
  }

  /** Adds those that are new and changes those that are there; all others stay as they are. */
  @Transactional
  void put(List<Definition> definitions) {
    var known =
        Achievement.<Achievement>list("id in ?1", definitions.stream().map(Definition::id).toList())
            .stream()
            .collect(toMap(achievement -> achievement.id, Function.identity()));
    for (var definition : definitions) {
      var achievement = known.getOrDefault(definition.id(), new Achievement());
      achievement.become(definition);
      achievement.persist();
      audit.record(AuditAction.ACHIEVEMENTS_CHANGED, definition.id(), null);
    }
  }

  /** What the user has earned, oldest first. */
  @Transactional
  public List<Frame.Achievement> of(String user) {
    var earned =
        EarnedAchievement.<EarnedAchievement>list(
            "userId = ?1 order by earnedAt, achievementId", user);
    var definitions =
        Achievement.<Achievement>list(
                "id in ?1", earned.stream().map(e -> e.achievementId).toList())
            .stream()
            .collect(toMap(achievement -> achievement.id, Achievement::toDefinition));
    return earned.stream().map(e -> definitions.get(e.achievementId).earned(e.earnedAt)).toList();
  }

  /** How much the user has of what achievements count. */
  @Transactional
  Map<Criterion, Long> progress(String user) {
    var progress = new Progress(standings.collected(Board.GLOBAL, user), streaks.lasting(user));
    return Arrays.stream(Criterion.values())
        .collect(
            toMap(
                Function.identity(),
                criterion -> criterion.measure(progress),
                Math::max,
                () -> new EnumMap<>(Criterion.class)));
  }
}
