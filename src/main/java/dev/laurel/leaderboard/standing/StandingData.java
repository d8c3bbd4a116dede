package dev.laurel.leaderboard.standing;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.visibility.PlaceErased;
import dev.laurel.leaderboard.visibility.Snapshots;
import dev.laurel.privacy.PersonalDataSource;
import dev.laurel.privacy.PersonalTable;
import dev.laurel.sql.BulkSql;
import dev.laurel.sql.Columns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.List;

/**
 * Where a user stands and stood, as what is kept about the user. What is set aside for good, the
 * boards of closed seasons, keeps the place without the user's name; everybody else moves up where
 * a board is still open.
 */
@ApplicationScoped
class StandingData implements PersonalDataSource {
  private static final PersonalTable HIDDEN =
      PersonalTable.small(
          "hidden_user",
          """
          select row_to_json(found)::text from board_setting given,
            lateral (select * from hidden_user where board = given.board and user_id = ? offset 0) found""");

  private final BulkSql statements;
  private final Snapshots frozen;
  private final Event<StandingErased> erasures;
  private final Event<PlaceErased> namelessPlaces;

  StandingData(
      BulkSql statements,
      Snapshots frozen,
      Event<StandingErased> erasures,
      Event<PlaceErased> namelessPlaces) {
    this.statements = statements;
    this.frozen = frozen;
    this.erasures = erasures;
    this.namelessPlaces = namelessPlaces;
  }

  @Override
  public List<PersonalTable> tables() {
    return List.of(PersonalTable.small("standing"), HIDDEN, Snapshots.TABLE);
  }

  @Override
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
