package dev.laurel.leaderboard.standing;

import dev.laurel.course.Classes;
import dev.laurel.course.Enrolments;
import dev.laurel.course.MembershipsChanged;
import dev.laurel.course.Role;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.season.Season;
import dev.laurel.leaderboard.season.Seasons;
import dev.laurel.leaderboard.visibility.Snapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The users' points on all boards, in PostgreSQL: the source of truth, changed in the transactions
 * that cause the changes. All methods block. Over 200 lines, since all changes are here.
 */
@ApplicationScoped
public class Standings {
  private final StandingBatch batch;
  private final Classes classes;
  private final Seasons seasons;
  private final Snapshots snapshots;
  private final Event<StandingErased> erasures;
  private final Clock clock;

  Standings(
      StandingBatch batch,
      Classes classes,
      Seasons seasons,
      Snapshots snapshots,
      Event<StandingErased> erasures,
      Clock clock) {
    this.batch = batch;
    this.classes = classes;
    this.seasons = seasons;
    this.snapshots = snapshots;
    this.erasures = erasures;
    this.clock = clock;
  }

  /**
   * Reads, in one query, the standings that the transaction is going to change.
   *
   * @param users who must be locked
   * @param enrolments all their memberships
   */
  @Transactional(TxType.MANDATORY)
  public void load(Collection<String> users, Enrolments enrolments) {
    batch.load(users, enrolments);
  }

  /**
   * The user's tally on the board as this transaction has it, for which the user must be loaded.
   */
  public Tally loadedTally(Board board, String user) {
    return batch.find(board, user).map(standing -> standing.tally).orElse(Tally.NONE);
  }

  /** The user's tally on the board as the database has it, listed there or not. */
  @Transactional
  public Tally storedTally(Board board, String user) {
    return Standing.<Standing>findByIdOptional(new Standing.Key(board.key(), user))
        .map(standing -> standing.tally)
        .orElse(Tally.NONE);
  }

  /**
   * When the user reached the points of the board in this transaction; empty without a standing.
   */
  public Optional<Instant> reachedAt(Board board, String user) {
    return batch.find(board, user).map(standing -> standing.reachedAt);
  }

  /** When {@link #addBonus} last added points for the user; null if it never did. */
  public Instant bonusAt(String user) {
    return batch.find(Board.GLOBAL, user).map(standing -> standing.bonusAt).orElse(null);
  }

  /**
   * Adds to a user's standing, and creates it if need be, even to add nothing. The user must be
   * loaded; {@link #flush} writes the standing.
   *
   * @param reachedAt when the user reached the points that result, to the millisecond
   */
  public void add(Board board, String user, Tally change, Instant reachedAt) {
    var reached = reachedAt.truncatedTo(ChronoUnit.MILLIS);
    var found = batch.find(board, user);
    if (found.map(standing -> standing.reachedAt).filter(reached::equals).isEmpty()
        || !change.equals(Tally.NONE)) {
      change(found.orElseGet(() -> create(board, user, reached)), change, reached);
    }
  }

  /** Adds points that are not for an exercise to a standing on the global board, which exists. */
  public void addBonus(String user, int points, Instant at) {
    if (points != 0) {
      var earned = at.truncatedTo(ChronoUnit.MILLIS);
      var standing = batch.find(Board.GLOBAL, user).orElseThrow();
      standing.bonusAt = later(standing.bonusAt, earned);
      change(standing, Tally.ofPoints(points), later(standing.reachedAt, earned));
    }
  }

  /**
   * Takes points away that {@link #addBonus} has added, as if it never had.
   *
   * @param bonusAt when the others were added last; null without others
   * @param reachedAt when the user reached the points that are left; empty for no other time
   */
  public void takeBonus(String user, int points, Instant bonusAt, Optional<Instant> reachedAt) {
    var standing = batch.find(Board.GLOBAL, user).orElseThrow();
    standing.bonusAt = bonusAt;
    change(standing, Tally.ofPoints(-points), reachedAt.orElse(standing.reachedAt));
  }

  private static Instant later(Instant one, Instant other) {
    return one == null || one.isBefore(other) ? other : one;
  }

  private void change(Standing standing, Tally change, Instant reachedAt) {
    standing.tally = standing.tally.plus(change);
    standing.reachedAt = reachedAt;
    standing.version++;
    batch.change(standing);
  }

  private Standing create(Board board, String user, Instant at) {
    var standing = Standing.of(board, user, isListed(board, user, batch.enrolments()), at);
    // Above the versions of an erased user of the same name, whom the index may still hold.
    standing.version = batch.newestErased(board);
    return standing;
  }

  private static boolean isListed(Board board, String user, Enrolments enrolments) {
    return board
        .classId()
        .map(id -> enrolments.role(id, user).filter(Role.student::equals).isPresent())
        .orElseGet(() -> !enrolments.isStaff(user) && !enrolments.isTestStudent(user));
  }

  /** Writes the standings added to, in one statement. */
  @Transactional(TxType.MANDATORY)
  public void flush() {
    batch.flush();
  }

  /**
   * Users of a board, listed or not, in the order of the database.
   *
   * @param after the last of the users before; empty to begin with
   */
  @Transactional
  public List<String> users(Board board, String after, int limit) {
    return Standing.users(board, after, limit);
  }

  /** Deletes a board, of which a snapshot remains. */
  @Transactional(TxType.MANDATORY)
  public void delete(Board board) {
    Standing.delete("board", board.key());
  }

  /**
   * Erases the standings of a user, who must be locked. Snapshots and final boards keep the row
   * without the user; on boards that are still open, everybody below moves up.
   */
  @Transactional(TxType.MANDATORY)
  public void erase(String user) {
    snapshots.erase(user, Standing.boards(user));
    // Ordered, since other erasures wait for the rows that the boards keep of erased users.
    var standings = Standing.<Standing>list("userId = ?1 order by board", user);
    Standing.delete("userId", user);
    var now = clock.instant();
    for (var standing : standings) {
      erased(standing, now);
    }
  }

  /**
   * Erases those standings of a user, who must be locked, that nothing is behind.
   *
   * @param unused whether no result is behind a board's
   */
  @Transactional(TxType.MANDATORY)
  public void eraseEmpty(String user, Predicate<Board> unused) {
    var now = clock.instant();
    for (var standing : Standing.<Standing>list("userId = ?1 order by board", user)) {
      if (standing.tally.equals(Tally.NONE)
          && standing.bonusAt == null
          && unused.test(new Board(standing.board))) {
        standing.delete();
        erased(standing, now);
      }
    }
    Standing.flush();
  }

  private void erased(Standing standing, Instant now) {
    long version = standing.version + 1;
    BoardErasure.add(standing.board, version, now);
    erasures.fire(new StandingErased(new Board(standing.board), standing.userId, version));
  }

  void onMembershipsChanged(@Observes MembershipsChanged change) {
    var enrolments = classes.enrolments(change.users());
    var total = Stream.of(Board.GLOBAL, Board.ofClass(change.classId()));
    var concerned = seasons.open(List.of(change.classId()));
    // Kept open, since the standings of a closed season may be deleted at any time.
    var ofSeasons = seasons.keepOpen(concerned).stream().map(Season::board);
    var boards = Stream.concat(total, ofSeasons).map(Board::key).toList();
    var now = clock.instant();
    List<Standing> affected = Standing.list("board in ?1 and userId in ?2", boards, change.users());
    for (var standing : affected) {
      boolean listed = isListed(new Board(standing.board), standing.userId, enrolments);
      if (standing.listed != listed) {
        standing.listed = listed;
        standing.version++;
        batch.announce(standing.changed(now));
      }
    }
    // The batch reads standings past the persistence context.
    Standing.flush();
  }
}
