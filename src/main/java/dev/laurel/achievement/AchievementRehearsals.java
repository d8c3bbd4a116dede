package dev.laurel.achievement;

import dev.laurel.rehearsal.Rehearsal;
import dev.laurel.rehearsal.Rehearsals;
import dev.laurel.rehearsal.RehearsedUsers;
import dev.laurel.rehearsal.UserStates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Rehearses changes of definitions: they are counted at once, by what counts them otherwise, for
 * the users of the rehearsal. Says which achievements users have in any rehearsal. Blocks.
 */
@ApplicationScoped
class AchievementRehearsals {
  private final Rehearsals rehearsals;
  private final RehearsedUsers rehearsed;
  private final Definitions definitions;
  private final DefinitionCounting counting;

  AchievementRehearsals(
      Rehearsals rehearsals,
      RehearsedUsers rehearsed,
      Definitions definitions,
      DefinitionCounting counting) {
    this.rehearsals = rehearsals;
    this.rehearsed = rehearsed;
    this.definitions = definitions;
    this.counting = counting;
  }

  /** See {@link Definitions#add}. */
  Rehearsal add(Definition definition, String classId) {
    return rehearsals.rehearse(
        classId,
        () -> {
          definitions.add(definition, classId);
          count(List.of(definition));
        });
  }

  /** See {@link Definitions#put}. */
  Rehearsal put(List<Definition> changed, String classId) {
    return rehearsals.rehearse(
        classId,
        () -> {
          definitions.put(changed, classId);
          count(changed);
        });
  }

  /** See {@link Definitions#delete}. */
  Rehearsal delete(String id, String classId) {
    return rehearsals.rehearse(classId, () -> definitions.delete(id, classId));
  }

  private void count(List<Definition> changed) {
    var ids = changed.stream().map(Definition::id).toList();
    rehearsed
        .users()
        .filter(users -> !users.isEmpty())
        .ifPresent(
            users ->
                DefinitionEntity.toCount(ids)
                    .forEach(
                        entity ->
                            counting.award(definitions.goal(entity), entity.announce, users)));
  }

  /** Those of other classes are not for the class to know of. */
  void add(@Observes UserStates states) {
    var earned = EarnedAchievement.ofUsers(states.users());
    var known = DefinitionEntity.byId(earned.stream().map(row -> row.achievementId).toList());
    for (var row : earned) {
      var classId = known.get(row.achievementId).classId;
      if (classId == null || classId.equals(states.classId())) {
        states.addAchievement(row.userId, row.achievementId);
      }
    }
  }
}
