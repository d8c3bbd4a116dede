package dev.laurel.rehearsal;

import static java.util.Comparator.comparingLong;

import dev.laurel.rehearsal.Rehearsal.Achievements;
import dev.laurel.rehearsal.Rehearsal.LevelNames;
import dev.laurel.rehearsal.Rehearsal.Numbers;
import dev.laurel.rehearsal.Rehearsal.Points;
import dev.laurel.rehearsal.Rehearsal.StudentChange;
import dev.laurel.rehearsal.Rehearsal.Summary;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Compares what students have before and after a change. */
final class Comparison {
  /** The larger changes first. */
  private static final Comparator<StudentChange> LARGEST_FIRST =
      bySize(change -> change.points().change())
          .thenComparing(bySize(StudentChange::totalChange))
          .thenComparing(bySize(change -> change.rank().change()))
          .thenComparing(bySize(change -> change.streak().change()))
          .thenComparing(
              bySize(
                  change ->
                      change.achievements().gained().size() + change.achievements().lost().size()))
          .thenComparing(StudentChange::id);

  private final Map<String, UserState> before = new TreeMap<>();
  private final Map<String, UserState> after = new HashMap<>();

  private static Comparator<StudentChange> bySize(ToLongFunction<StudentChange> change) {
    return comparingLong((StudentChange user) -> Math.abs(change.applyAsLong(user))).reversed();
  }

  void add(String user, UserState stateBefore, UserState stateAfter) {
    before.put(user, stateBefore);
    after.put(user, stateAfter);
  }

  int students() {
    return before.size();
  }

  /**
   * Those whom the change concerns, without names, the largest changes first.
   *
   * @param board the points of all users on the board, by id; empty if there are to be no ranks
   */
  List<StudentChange> changes(Optional<Map<String, Long>> board) {
    var ranksBefore = board.map(points -> new Ranks(points, before));
    var ranksAfter = board.map(points -> new Ranks(points, after));
    return before.keySet().stream()
        .map(
            user ->
                change(
                    user,
                    new Numbers(
                        ranksBefore.map(ranks -> ranks.of(user)).orElse(null),
                        ranksAfter.map(ranks -> ranks.of(user)).orElse(null))))
        .filter(Comparison::isChange)
        .sorted(LARGEST_FIRST)
        .toList();
  }

  private StudentChange change(String user, Numbers rank) {
    var old = before.get(user);
    var now = after.get(user);
    return new StudentChange(
        user,
        null,
        new Points(points(old), points(now)),
        now.total() - old.total(),
        rank,
        new Numbers(old.streak(), now.streak()),
        new Achievements(
            without(now.achievements(), old.achievements()),
            without(old.achievements(), now.achievements())),
        new LevelNames(old.level(), now.level()));
  }

  private static long points(UserState state) {
    return state.points() == null ? 0 : state.points();
  }

  private static List<String> without(Set<String> ids, Set<String> others) {
    return ids.stream().filter(id -> !others.contains(id)).sorted().toList();
  }

  private static boolean isChange(StudentChange change) {
    return change.points().change() != 0
        || change.totalChange() != 0
        || !Objects.equals(change.rank().before(), change.rank().after())
        || change.streak().change() != 0
        || !change.achievements().gained().isEmpty()
        || !change.achievements().lost().isEmpty()
        || !Objects.equals(change.level().before(), change.level().after());
  }

  static Summary summary(List<StudentChange> changes) {
    return new Summary(
        count(changes, change -> pointsOrTotal(change)),
        count(changes, change -> -pointsOrTotal(change)),
        count(changes, change -> -change.rank().change()),
        count(changes, change -> change.rank().change()),
        count(changes, change -> change.achievements().gained().size()),
        count(changes, change -> change.achievements().lost().size()),
        count(changes, change -> change.streak().change()),
        count(changes, change -> -change.streak().change()),
        count(
            changes,
            change -> Objects.equals(change.level().before(), change.level().after()) ? 0 : 1));
  }

  private static long pointsOrTotal(StudentChange change) {
    return change.points().change() != 0 ? change.points().change() : change.totalChange();
  }

  /** How many have a number above 0. */
  private static int count(List<StudentChange> changes, ToLongFunction<StudentChange> number) {
    return (int) changes.stream().filter(change -> number.applyAsLong(change) > 0).count();
  }
}
