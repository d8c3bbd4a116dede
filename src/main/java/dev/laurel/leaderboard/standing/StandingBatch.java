package dev.laurel.leaderboard.standing;

import dev.laurel.course.Enrolments;
import dev.laurel.leaderboard.Board;
import jakarta.transaction.TransactionScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * The standings which the current transaction has read, so that a batch reads all of them once, and
 * those of them which are still to be written.
 */
@TransactionScoped
class StandingBatch {
  private final Map<Standing.Key, Standing> standings = new HashMap<>();
  private final Set<Standing> changed = new LinkedHashSet<>();
  private final Set<String> users = new HashSet<>();
  private final Map<Board, Long> newestErased = new HashMap<>();
  private Enrolments enrolments = Enrolments.NONE;
  private StandingsChanged moved;

  void remember(List<Standing> found, Collection<String> of, Enrolments theirs) {
    found.forEach(standing -> standings.put(standing.key, standing));
    users.addAll(of);
    enrolments = theirs;
  }

  Optional<Standing> find(Board board, String user) {
    if (!users.contains(user)) {
      throw new IllegalStateException("standings changed before they were opened");
    }
    return Optional.ofNullable(standings.get(new Standing.Key(board.key(), user)));
  }

  void changed(Standing standing) {
    standings.put(standing.key, standing);
    changed.add(standing);
  }

  /**
   * What no version of those exceeded who were erased from the board.
   *
   * @param lookUp finds it, once in the transaction
   */
  long newestErased(Board board, ToLongFunction<Board> lookUp) {
    return newestErased.computeIfAbsent(board, lookUp::applyAsLong);
  }

  /** What has been changed since the last time. */
  List<Standing> takeChanged() {
    var taken = List.copyOf(changed);
    changed.clear();
    return taken;
  }

  Enrolments enrolments() {
    return enrolments;
  }

  /** The event already fired in this transaction; null before the first change. */
  StandingsChanged moved() {
    return moved;
  }

  void moved(StandingsChanged event) {
    moved = event;
  }
}
