package dev.laurel.leaderboard;

import dev.laurel.errors.Hundredths;
import dev.laurel.leaderboard.Page.Entry;
import dev.laurel.leaderboard.Page.Pagination;
import dev.laurel.leaderboard.Page.Player;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Computes by counting what a class board should look like. */
final class BoardModel {
  private record Result(int points, boolean completed, Instant at) {}

  /** The results of users, by user and problem. */
  private final Map<String, Map<String, Result>> results = new HashMap<>();

  private final Set<String> members = new HashSet<>();
  private final Set<String> testStudents = new HashSet<>();
  private final Set<String> dropped = new HashSet<>();

  /** A roster has the user as a student. */
  void enrol(String user) {
    members.add(user);
    testStudents.remove(user);
    dropped.remove(user);
  }

  /** A roster has the user as a test student. */
  void enrolForTests(String user) {
    enrol(user);
    testStudents.add(user);
  }

  /** A result of the user arrives, which enrols them unless a roster has left them out. */
  void enrolByResult(String user) {
    if (!dropped.contains(user)) {
      members.add(user);
    }
  }

  /** A roster leaves the user out, if they are a member. */
  void remove(String user) {
    if (members.remove(user)) {
      dropped.add(user);
    }
    testStudents.remove(user);
  }

  boolean isTestStudent(String user) {
    return testStudents.contains(user);
  }

  Set<String> members() {
    return members;
  }

  /** The only result for a problem, or a regrade that replaces it. */
  void put(String user, String problem, int points, boolean completed, Instant at) {
    results
        .computeIfAbsent(user, any -> new HashMap<>())
        .put(problem, new Result(points, completed, at));
  }

  private List<String> inOrder() {
    return members.stream()
        .filter(this::isOnBoard)
        .sorted(
            Comparator.<String, Long>comparing(user -> -points(user))
                .thenComparing(this::reachedAt)
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /** Null when not on the board. */
  Integer rank(String user) {
    return isOnBoard(user) ? 1 + ahead(user) : null;
  }

  /** From 1, shared by nobody; null when not on the board. */
  Integer position(String user) {
    return isOnBoard(user) ? 1 + inOrder().indexOf(user) : null;
  }

  private boolean isOnBoard(String user) {
    return members.contains(user) && !testStudents.contains(user) && results.containsKey(user);
  }

  private int ahead(String user) {
    return (int) inOrder().stream().filter(u -> points(u) > points(user)).count();
  }

  private long points(String user) {
    return results.get(user).values().stream().mapToInt(Result::points).sum();
  }

  /** The time of the last result that brought points; without any, that of the first result. */
  private Instant reachedAt(String user) {
    var times = Comparator.comparing(Result::at);
    var all = results.get(user).values();
    return all.stream()
        .filter(result -> result.points() > 0)
        .max(times)
        .orElseGet(() -> Collections.min(all, times))
        .at();
  }

  Page page(int page, int size) {
    var all = inOrder();
    var entries =
        IntStream.range(Math.min(all.size(), (page - 1) * size), Math.min(all.size(), page * size))
            .mapToObj(all::get)
            .map(user -> entry(user, all))
            .toList();
    return new Page(entries, Pagination.of(page, size, all.size()), 0, false, null);
  }

  private Entry entry(String user, List<String> all) {
    return new Entry(
        rank(user),
        all.stream().filter(other -> points(other) == points(user)).count() > 1,
        new Player(user, "name-" + user),
        points(user) * Hundredths.ONE,
        (int) results.get(user).values().stream().filter(Result::completed).count());
  }
}
