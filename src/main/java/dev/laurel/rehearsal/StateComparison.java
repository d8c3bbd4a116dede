package dev.laurel.rehearsal;

import static java.util.Comparator.comparingLong;

import dev.laurel.rehearsal.Rehearsal.StudentChange;
import dev.laurel.rehearsal.Rehearsal.Summary;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Compares what students have before and after a change. */
final class StateComparison {
  /** The larger changes first. */
  private static final Comparator<StudentChange> LARGEST_FIRST =
      bySize(StudentChange::points)
          .thenComparing(bySize(StudentChange::totalChange))
          .thenComparing(bySize(StudentChange::rank))
          .thenComparing(bySize(StudentChange::streak))
          .thenComparing(bySize(StudentChange::achievements))
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
                StudentChange.of(
                    user,
                    before.get(user),
                    after.get(user),
                    ranksBefore.map(ranks -> ranks.of(user)).orElse(null),
                    ranksAfter.map(ranks -> ranks.of(user)).orElse(null)))
        .filter(change -> !change.isNone())
        .sorted(LARGEST_FIRST)
        .toList();
  }

  static Summary summary(List<StudentChange> changes) {
    return new Summary(
        count(changes, change -> pointsOrTotal(change)),
        count(changes, change -> -pointsOrTotal(change)),
        count(changes, change -> -change.rank()),
        count(changes, StudentChange::rank),
        count(changes, change -> change.achievementsGained().size()),
        count(changes, change -> change.achievementsLost().size()),
        count(changes, StudentChange::streak),
        count(changes, change -> -change.streak()),
        count(changes, change -> change.levelChanges() ? 1 : 0));
  }

  private static long pointsOrTotal(StudentChange change) {
    return change.points() != 0 ? change.points() : change.totalChange();
  }

  /** How many have a number above 0. */
  private static int count(List<StudentChange> changes, ToLongFunction<StudentChange> number) {
    return (int) changes.stream().filter(change -> number.applyAsLong(change) > 0).count();
  }
}
