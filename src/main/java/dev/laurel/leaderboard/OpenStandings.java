package dev.laurel.leaderboard;

import dev.laurel.roster.Enrolments;
import jakarta.transaction.TransactionScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The standings which the current transaction has read, so that a batch reads all of them once. */
@TransactionScoped
class OpenStandings {
  private final Map<Standing.Key, Standing> standings = new HashMap<>();
  private final Set<String> users = new HashSet<>();
  private Enrolments enrolments = Enrolments.NONE;
  private StandingsMoved moved;

  void remember(List<Standing> found, Collection<String> of, Enrolments theirs) {
    found.forEach(this::remember);
    users.addAll(of);
    enrolments = theirs;
  }

  void remember(Standing standing) {
    standings.put(new Standing.Key(standing.board, standing.userId), standing);
  }

  Optional<Standing> find(Board board, String user) {
    if (!users.contains(user)) {
      throw new IllegalStateException("standings changed before they were opened");
    }
    return Optional.ofNullable(standings.get(new Standing.Key(board.key(), user)));
  }

  Enrolments enrolments() {
    return enrolments;
  }

  /** The event already fired in this transaction; null before the first change. */
  StandingsMoved moved() {
    return moved;
  }

  void moved(StandingsMoved event) {
    moved = event;
  }
}
