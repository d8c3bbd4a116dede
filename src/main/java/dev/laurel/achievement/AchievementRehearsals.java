package dev.laurel.achievement;

import dev.laurel.rehearsal.UserStates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Says which achievements users have, in rehearsals. Blocks. */
@ApplicationScoped
class AchievementRehearsals {
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
