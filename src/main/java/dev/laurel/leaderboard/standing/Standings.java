package dev.laurel.leaderboard.standing;

import dev.laurel.course.Classes;
import dev.laurel.course.Enrolments;
import dev.laurel.course.MembershipsChanged;
import dev.laurel.course.Role;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.season.Season;
import dev.laurel.leaderboard.season.Seasons;
import dev.laurel.sql.BulkSql;
import dev.laurel.sql.Columns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.stream.Stream;

/**
 * The truth about who stands where, in PostgreSQL, changed in the transactions that cause the
 * changes.
 */
@ApplicationScoped
public class Standings {
  private final StandingBatch open;
  private final Classes classes;
  private final Seasons seasons;
  private final Event<StandingsChanged> moves;
  private final BulkSql statements;
  private final Clock clock;

  Standings(
      StandingBatch open,
      Classes classes,
      Seasons seasons,
      Event<StandingsChanged> moves,
      BulkSql statements,
      Clock clock) {
    this.open = open;
    this.classes = classes;
    this.seasons = seasons;
    this.moves = moves;
    this.statements = statements;
    this.clock = clock;
  }

  /**
   * Reads, in one go, the standings that the transaction is going to change.
   *
   * @param users who must be locked
   * @param enrolments all their memberships
   */
  @Transactional(TxType.MANDATORY)
  public void open(Collection<String> users, Enrolments enrolments) {
    open.remember(
        statements.query(
            """
            select found.* from unnest(?::text[]) as given (user_id),
              lateral (select %s from standing
                       where user_id = given.user_id offset 0) found"""
                .formatted(Standing.COLUMNS),
            Standing::read,
            (Object) users.toArray(String[]::new)),
        users,
        enrolments);
  }

  /**
   * What the user has on the board; nothing, if the user is not on it. The user must have been
   * opened in this transaction.
   */
  public Tally tally(Board board, String user) {
    return open.find(board, user).map(standing -> standing.tally).orElse(Tally.NONE);
  }

  /** What the user has collected on the board, listed there or not. */
  @Transactional
  public Tally collected(Board board, String user) {
    return statements
        .query(
            "select " + Standing.COLUMNS + " from standing where board = ? and user_id = ?",
            Standing::read,
            board.key(),
            user)
        .stream()
        .findFirst()
        .map(standing -> standing.tally)
        .orElse(Tally.NONE);
  }

  /** The user's points on the board, listed there or not. */
  @Transactional
  public long points(Board board, String user) {
    return statements
        .query(
            "select points from standing where board = ? and user_id = ?",
            row -> row.getLong(1),
            board.key(),
            user)
        .stream()
        .findFirst()
        .orElse(0L);
  }

  /**
   * Adds to a user's standing, creating it if need be, even to add nothing; {@link #write} is what
   * makes it last. The user must have been opened in this transaction.
   *
   * @param at when it was earned, of which whole milliseconds count; the standing counts as reached
   *     at the latest of such times
   */
  public void add(Board board, String user, Tally change, Instant at) {
    var found = open.find(board, user);
    if (found.isPresent() && change.equals(Tally.NONE)) {
      return;
    }
    var reached = at.truncatedTo(ChronoUnit.MILLIS);
    var standing = found.orElseGet(() -> create(board, user, reached));
    standing.tally = standing.tally.plus(change);
    if (change.points() != 0 && reached.isAfter(standing.reachedAt)) {
      standing.reachedAt = reached;
    }
    standing.version++;
    open.changed(standing);
  }

  private Standing create(Board board, String user, Instant at) {
    var standing =
        new Standing(
            new Standing.Key(board.key(), user), isListed(board, user, open.enrolments()), at);
    // Somebody who was erased may have stood here before, and must not be mixed up with this one.
    standing.version = open.newestErased(board, this::newestErased);
    return standing;
  }

  private long newestErased(Board board) {
    return statements
        .query(
            "select newest_version from board_erasure where board = ?",
            row -> row.getLong(1),
            board.key())
        .stream()
        .findFirst()
        .orElse(0L);
  }

  private void moved(StandingChange change) {
    if (open.moved() == null) {
      open.moved(new StandingsChanged());
      moves.fire(open.moved());
    }
    open.moved().add(change);
  }

  private static boolean isListed(Board board, String user, Enrolments enrolments) {
    return board
        .classId()
        .map(id -> enrolments.role(id, user).filter(Role.student::equals).isPresent())
        .orElseGet(() -> !enrolments.isStaff(user));
  }

  /** Writes all that the transaction has added, in one go. */
  @Transactional(TxType.MANDATORY)
  public void write() {
    var changed = open.takeChanged();
    if (changed.isEmpty()) {
      return;
    }
    var now = clock.instant();
    statements.update(
        """
        insert into standing (board, user_id, points, completed_problems, perfect_scores,
                              first_attempt_solves, reached_at, listed, version, updated_at)
        select board, user_id, points, completed_problems, perfect_scores,
               first_attempt_solves, reached_at::timestamptz, listed, version, now.moment::timestamptz
        from unnest(?::text[], ?::text[], ?::bigint[], ?::int[], ?::int[], ?::int[], ?::text[], ?::boolean[],
                    ?::bigint[])
          as row (board, user_id, points, completed_problems, perfect_scores,
                  first_attempt_solves, reached_at, listed, version),
          (values (?)) as now (moment)
        on conflict (board, user_id) do update set
          points = excluded.points, completed_problems = excluded.completed_problems,
          perfect_scores = excluded.perfect_scores, first_attempt_solves = excluded.first_attempt_solves,
          reached_at = excluded.reached_at, version = excluded.version, updated_at = excluded.updated_at""",
        Columns.of(changed)
            .texts(standing -> standing.key.board())
            .texts(standing -> standing.key.userId())
            .longs(standing -> standing.tally.points())
            .ints(standing -> standing.tally.completedProblems())
            .ints(standing -> standing.tally.perfectScores())
            .ints(standing -> standing.tally.firstAttemptSolves())
            .asTexts(standing -> standing.reachedAt)
            .booleans(standing -> standing.listed)
            .longs(standing -> standing.version)
            .parameters(now.toString()));
    changed.forEach(standing -> moved(standing.written(now)));
  }

  void onMembershipsChanged(@Observes MembershipsChanged change) {
    var enrolments = classes.enrolments(change.users());
    var total = Stream.of(Board.GLOBAL, Board.ofClass(change.classId()));
    var ofSeasons = seasons.open().stream().map(Season::board);
    Stream.concat(total, ofSeasons)
        .filter(board -> board.classId().filter(id -> !id.equals(change.classId())).isEmpty())
        .forEach(board -> list(board, change.users(), enrolments));
  }

  private void list(Board board, Collection<String> users, Enrolments enrolments) {
    var now = clock.instant();
    statements
        .query(
            """
            update standing set listed = given.listed, version = version + 1, updated_at = ?::timestamptz
            from unnest(?::text[], ?::boolean[]) as given (user_id, listed)
            where board = ? and standing.user_id = given.user_id and standing.listed <> given.listed
            returning standing.board, standing.user_id, points, completed_problems, perfect_scores,
                      first_attempt_solves, reached_at, standing.listed, version""",
            Standing::read,
            now.toString(),
            users.toArray(String[]::new),
            Columns.of(users).booleans(user -> isListed(board, user, enrolments)).parameters()[0],
            board.key())
        .forEach(standing -> moved(standing.written(now)));
  }
}
