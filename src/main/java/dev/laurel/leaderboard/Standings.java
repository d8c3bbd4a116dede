package dev.laurel.leaderboard;

import dev.laurel.roster.Classes;
import dev.laurel.roster.Enrolments;
import dev.laurel.roster.MembershipsChanged;
import dev.laurel.roster.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * The truth about who stands where, in PostgreSQL, changed in the transactions that cause the
 * changes.
 */
@ApplicationScoped
public class Standings {
  private final OpenStandings open;
  private final Classes classes;
  private final Event<StandingsMoved> moves;
  private final EntityManager entities;
  private final Clock clock;

  Standings(
      OpenStandings open,
      Classes classes,
      Event<StandingsMoved> moves,
      EntityManager entities,
      Clock clock) {
    this.open = open;
    this.classes = classes;
    this.moves = moves;
    this.entities = entities;
    this.clock = clock;
  }

  /**
   * Reads, in one go, the standings that the transaction is going to change. The users must be
   * locked, and enrolled in what they are about to submit to.
   */
  @Transactional(TxType.MANDATORY)
  public void open(Collection<String> users) {
    open.remember(Standing.list("userId in ?1", users), users, classes.enrolments(users));
  }

  /**
   * What the user has on the board; nothing, if the user is not on it. The user must have been
   * opened.
   */
  @Transactional(TxType.MANDATORY)
  public Tally tally(Board board, String user) {
    return open.find(board, user)
        .map(s -> new Tally(s.points, s.completedProblems, s.perfectScores, s.firstAttemptSolves))
        .orElse(Tally.NONE);
  }

  /** The user's points on the board, listed there or not. */
  @Transactional
  public long points(Board board, String user) {
    return Standing.<Standing>findByIdOptional(new Standing.Key(board.key(), user))
        .map(standing -> standing.points)
        .orElse(0L);
  }

  /**
   * Adds to a user's standing, creating it if need be, even to add nothing. The user must have been
   * opened.
   *
   * @param at when it was earned; the standing counts as reached at the latest of such times
   */
  @Transactional(TxType.MANDATORY)
  public void add(Board board, String user, Tally change, Instant at) {
    var found = open.find(board, user);
    if (found.isPresent() && change.equals(Tally.NONE)) {
      return;
    }
    var standing = found.orElseGet(() -> create(board, user, at));
    standing.points += change.points();
    standing.completedProblems += change.completedProblems();
    standing.perfectScores += change.perfectScores();
    standing.firstAttemptSolves += change.firstAttemptSolves();
    if (change.points() != 0 && at.isAfter(standing.reachedAt)) {
      standing.reachedAt = at;
    }
    touch(standing);
    if (found.isEmpty()) {
      standing.persist();
    }
  }

  private Standing create(Board board, String user, Instant at) {
    var standing = new Standing();
    standing.board = board.key();
    standing.userId = user;
    standing.reachedAt = at;
    standing.listed = isListed(board, user, open.enrolments());
    open.remember(standing);
    return standing;
  }

  private void touch(Standing standing) {
    standing.version++;
    standing.updatedAt = clock.instant();
    if (standing.listed) {
      moved(new Board(standing.board));
    }
  }

  private void moved(Board board) {
    if (open.moved() == null) {
      open.moved(new StandingsMoved());
      moves.fire(open.moved());
    }
    open.moved().add(board);
  }

  private static boolean isListed(Board board, String user, Enrolments enrolments) {
    return board
        .classId()
        .map(id -> enrolments.role(id, user).filter(Role.student::equals).isPresent())
        .orElseGet(() -> !enrolments.isStaff(user));
  }

  void onMembershipsChanged(@Observes MembershipsChanged change) {
    entities.flush();
    var enrolments = classes.enrolments(change.users());
    Standing.<Standing>list(
            "userId in ?1 and board in ?2",
            change.users(),
            List.of(Board.GLOBAL.key(), Board.ofClass(change.classId()).key()))
        .forEach(
            standing -> {
              var board = new Board(standing.board);
              var listed = isListed(board, standing.userId, enrolments);
              if (listed != standing.listed) {
                standing.listed = listed;
                standing.version++;
                standing.updatedAt = clock.instant();
                moved(board);
              }
            });
  }
}
