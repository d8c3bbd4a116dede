package dev.laurel.leaderboard.standing;

import static java.util.stream.Collectors.toSet;

import dev.laurel.course.Enrolments;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.visibility.Freezing;
import dev.laurel.sql.Columns;
import dev.laurel.sql.Sql;
import dev.laurel.sql.WriteBehind;
import jakarta.enterprise.event.Event;
import jakarta.transaction.TransactionScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The standings that the current transaction works on: read in one query, and written in one
 * statement. A batch of 100 submissions changes 200 or more standings; through entities that would
 * be 200 selects or as many rows in the persistence context, and an update each.
 */
@TransactionScoped
class StandingBatch extends WriteBehind<Standing.Key, Standing> {
  private final Sql sql;
  private final Event<StandingsChanged> event;
  private final Freezing freezing;
  private final Clock clock;
  private final Set<String> users = new HashSet<>();
  private final Map<Board, Long> newestErased = new HashMap<>();
  private Enrolments enrolments = Enrolments.NONE;
  private StandingsChanged changes;

  StandingBatch(Sql sql, Event<StandingsChanged> event, Freezing freezing, Clock clock) {
    this.sql = sql;
    this.event = event;
    this.freezing = freezing;
    this.clock = clock;
  }

  @Override
  protected Standing.Key keyOf(Standing standing) {
    return standing.key();
  }

  /** Reads all standings of users. */
  void load(Collection<String> ids, Enrolments theirs) {
    users.addAll(ids);
    enrolments = theirs;
    remember(
        sql.query(
            """
            select found.* from unnest(?::text[]) as given (user_id),
              lateral (select board, user_id, points, completed_problems, perfect_scores, first_attempt_solves,
                              reached_at, listed, version, bonus_at
                       from standing where user_id = given.user_id offset 0) found""",
            StandingBatch::read,
            (Object) ids.toArray(String[]::new)));
  }

  private static Standing read(ResultSet row) throws SQLException {
    var standing =
        Standing.of(
            new Board(row.getString(1)),
            row.getString(2),
            row.getBoolean(8),
            row.getObject(7, OffsetDateTime.class).toInstant());
    standing.tally = new Tally(row.getLong(3), row.getInt(4), row.getInt(5), row.getInt(6));
    standing.version = row.getLong(9);
    standing.bonusAt =
        Optional.ofNullable(row.getObject(10, OffsetDateTime.class))
            .map(OffsetDateTime::toInstant)
            .orElse(null);
    return standing;
  }

  /** The user's standing on the board, if any. */
  Optional<Standing> find(Board board, String user) {
    if (!users.contains(user)) {
      throw new IllegalStateException("standings used before they were loaded");
    }
    return find(new Standing.Key(board.key(), user));
  }

  Enrolments enrolments() {
    return enrolments;
  }

  /** The highest version that an erased user's standing had on the board; 0 if there was none. */
  long newestErased(Board board) {
    return newestErased.computeIfAbsent(
        board,
        any ->
            BoardErasure.<BoardErasure>findByIdOptional(board.key())
                .map(erased -> erased.newestVersion)
                .orElse(0L));
  }

  /** Announces a change, once the transaction is committed. */
  void announce(StandingChange change) {
    if (changes == null) {
      changes = new StandingsChanged();
      event.fire(changes);
    }
    changes.add(change);
  }

  @Override
  protected void write(List<Standing> changed) {
    freezing.freezeBeforeChange(
        changed.stream()
            .map(standing -> new Board(standing.board))
            .filter(board -> board.classId().isPresent() && board.seasonId().isEmpty())
            .collect(toSet()));
    var now = clock.instant();
    sql.update(
        """
        insert into standing (board, user_id, points, completed_problems, perfect_scores,
                              first_attempt_solves, reached_at, listed, version, bonus_at, updated_at)
        select board, user_id, points, completed_problems, perfect_scores,
               first_attempt_solves, reached_at::timestamptz, listed, version, bonus_at::timestamptz, now.moment::timestamptz
        from unnest(?::text[], ?::text[], ?::bigint[], ?::int[], ?::int[], ?::int[], ?::text[], ?::boolean[],
                    ?::bigint[], ?::text[])
          as row (board, user_id, points, completed_problems, perfect_scores,
                  first_attempt_solves, reached_at, listed, version, bonus_at),
          (values (?)) as now (moment)
        on conflict (board, user_id) do update set
          points = excluded.points, completed_problems = excluded.completed_problems,
          perfect_scores = excluded.perfect_scores, first_attempt_solves = excluded.first_attempt_solves,
          reached_at = excluded.reached_at, version = excluded.version, bonus_at = excluded.bonus_at,
          updated_at = excluded.updated_at""",
        Columns.of(changed)
            .texts(standing -> standing.board)
            .texts(standing -> standing.userId)
            .longs(standing -> standing.tally.points())
            .ints(standing -> standing.tally.completedProblems())
            .ints(standing -> standing.tally.perfectScores())
            .ints(standing -> standing.tally.firstAttemptSolves())
            .texts(standing -> standing.reachedAt)
            .booleans(standing -> standing.listed)
            .longs(standing -> standing.version)
            .texts(standing -> standing.bonusAt)
            .parameters(now.toString()));
    changed.forEach(standing -> announce(standing.changed(now)));
  }
}
