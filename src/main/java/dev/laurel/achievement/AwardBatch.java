package dev.laurel.achievement;

import jakarta.transaction.TransactionScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the current transaction knows of awards: what can be earned, what its users have, and what
 * is still to be written.
 */
@TransactionScoped
class AwardBatch {
  record Award(String userId, Definition definition, Instant at) {}

  private final Map<String, Set<String>> earned = new HashMap<>();
  private final List<Award> awards = new ArrayList<>();
  private List<Definition> definitions = List.of();

  void open(List<Definition> active) {
    definitions = active;
  }

  List<Definition> definitions() {
    return definitions;
  }

  Set<String> earnedBy(String user) {
    return earned.getOrDefault(user, Set.of());
  }

  void earned(EarnedAchievement.Key key) {
    earned.computeIfAbsent(key.userId(), any -> new HashSet<>()).add(key.achievementId());
  }

  void add(Award award) {
    earned(new EarnedAchievement.Key(award.userId(), award.definition().id()));
    awards.add(award);
  }

  /** What has been added since the last time. */
  List<Award> takeAwards() {
    var taken = List.copyOf(awards);
    awards.clear();
    return taken;
  }
}
