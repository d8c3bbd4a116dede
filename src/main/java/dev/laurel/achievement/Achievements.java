package dev.laurel.achievement;

import static java.util.stream.Collectors.toMap;

import dev.laurel.notification.Frame;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.function.Function;

/** What can be earned, and what has been. */
@ApplicationScoped
public class Achievements {
  /** All definitions, inactive ones too, in the order of their ids. */
  @Transactional
  List<Definition> all() {
    return Achievement.<Achievement>list("order by id").stream()
        .map(Achievement::toDefinition)
        .toList();
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
}
