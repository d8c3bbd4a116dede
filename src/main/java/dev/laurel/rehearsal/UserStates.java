package dev.laurel.rehearsal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The achievements, streaks and levels of users at a moment of a transaction. Fired before and
 * after a rehearsed change; observers read them, and add them. The standings of the users are
 * loaded.
 */
public final class UserStates {
  private final String classId;
  private final Set<String> users;
  private final Map<String, Set<String>> achievements = new HashMap<>();
  private final Map<String, Integer> streaks = new HashMap<>();
  private final Map<String, String> levels = new HashMap<>();

  UserStates(String classId, Set<String> users) {
    this.classId = classId;
    this.users = Set.copyOf(users);
  }

  /** The class in which the change is made; null for one that concerns everybody. */
  public String classId() {
    return classId;
  }

  public Set<String> users() {
    return users;
  }

  /** Adds an achievement of a user that members of the class may know of. */
  public void addAchievement(String user, String id) {
    achievements.computeIfAbsent(user, any -> new HashSet<>()).add(id);
  }

  /** Sets the days of a user's streak. */
  public void setStreak(String user, int days) {
    streaks.put(user, days);
  }

  /** Sets the level of a user's points on the board of the class. */
  public void setLevel(String user, String name) {
    levels.put(user, name);
  }

  Set<String> achievements(String user) {
    return achievements.getOrDefault(user, Set.of());
  }

  int streak(String user) {
    return streaks.getOrDefault(user, 0);
  }

  /** Null below the first level. */
  String level(String user) {
    return levels.get(user);
  }
}
