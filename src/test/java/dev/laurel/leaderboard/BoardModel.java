package dev.laurel.leaderboard;

import dev.laurel.leaderboard.Page.Entry;
import dev.laurel.leaderboard.Page.Pagination;
import dev.laurel.leaderboard.Page.Player;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Computes by counting what a class board should look like. */
final class BoardModel {
  private static final class Score {
    private long points;
    private int completed;
    private Instant reachedAt;
  }

  private final Map<String, Score> scores = new HashMap<>();
  private final Set<String> members = new HashSet<>();

  void enrol(String user) {
    members.add(user);
  }

  void remove(String user) {
    members.remove(user);
  }

  Set<String> members() {
    return members;
  }

  /** A result for a problem of its own, or a regrade of one. */
  void add(String user, int points, int completed, Instant at) {
    var score = scores.computeIfAbsent(user, any -> new Score());
    score.points += points;
    score.completed += completed;
    if (score.reachedAt == null || points != 0 && at.isAfter(score.reachedAt)) {
      score.reachedAt = at;
    }
  }

  private List<String> inOrder() {
    return members.stream()
        .filter(scores::containsKey)
        .sorted(
            Comparator.<String, Long>comparing(user -> -scores.get(user).points)
                .thenComparing(user -> scores.get(user).reachedAt)
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /** Null when not on the board. */
  Integer rank(String user) {
    return members.contains(user) && scores.containsKey(user) ? 1 + ahead(user) : null;
  }

  private int ahead(String user) {
    return (int) inOrder().stream().filter(u -> points(u) > points(user)).count();
  }

  private long points(String user) {
    return scores.get(user).points;
  }

  Page page(int page, int size) {
    var all = inOrder();
    var entries =
        IntStream.range(Math.min(all.size(), (page - 1) * size), Math.min(all.size(), page * size))
            .mapToObj(all::get)
            .map(user -> entry(user, all))
            .toList();
    return new Page(entries, Pagination.of(page, size, all.size()), 0, false);
  }

  private Entry entry(String user, List<String> all) {
    return new Entry(
        rank(user),
        all.stream().filter(other -> points(other) == points(user)).count() > 1,
        new Player(user, "name-" + user),
        points(user),
        scores.get(user).completed);
  }
}
