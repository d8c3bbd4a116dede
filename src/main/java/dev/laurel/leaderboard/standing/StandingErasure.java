package dev.laurel.leaderboard.standing;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.visibility.PlaceErased;
import dev.laurel.leaderboard.visibility.Snapshots;
import dev.laurel.sql.BulkSql;
import dev.laurel.sql.Columns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/**
 * Erases a user's standings. Snapshots and final boards keep the row without the user's name; on
 * boards that are still open, everybody below moves up.
 */
@ApplicationScoped
public class StandingErasure {
  private final BulkSql statements;
  private final Snapshots frozen;
  private final Event<StandingErased> erasures;
  private final Event<PlaceErased> namelessPlaces;

  StandingErasure(
      BulkSql statements,
      Snapshots frozen,
      Event<StandingErased> erasures,
      Event<PlaceErased> namelessPlaces) {
    this.statements = statements;
    this.frozen = frozen;
    this.erasures = erasures;
    this.namelessPlaces = namelessPlaces;
  }

  /** Erases the standings of a user, who must be locked. Blocks. */
  @Transactional(TxType.MANDATORY)
  public void erase(String user) {
    frozen.erase(user).forEach(board -> namelessPlaces.fire(new PlaceErased(board)));
    statements.update(
        """
        delete from hidden_user where user_id = ? and board = any (array(select board from board_setting))""",
        user);
    var erased =
        statements.query(
            """
            with gone as (delete from standing where user_id = ? returning board, version)
            select board, version + 1 from gone order by board""",
            row -> new StandingErased(new Board(row.getString(1)), user, row.getLong(2)),
            user);
    // In one order, since whoever erases another waits for these rows.
    statements.update(
        """
        insert into board_erasure (board, erasures, version, newest_version)
        select board, 1, version, version
        from unnest(?::text[], ?::bigint[]) with ordinality as given (board, version, place) order by place
        on conflict (board) do update set
          erasures = board_erasure.erasures + 1, version = board_erasure.version + excluded.version,
          newest_version = greatest(board_erasure.newest_version, excluded.newest_version)""",
        Columns.of(erased)
            .texts(standing -> standing.board().key())
            .longs(StandingErased::version)
            .parameters());
    erased.forEach(erasures::fire);
  }
}
