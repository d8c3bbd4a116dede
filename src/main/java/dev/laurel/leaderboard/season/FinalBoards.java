package dev.laurel.leaderboard.season;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.LeaderboardConfig;
import dev.laurel.leaderboard.standing.StandingBulk;
import dev.laurel.leaderboard.visibility.Snapshots;
import dev.laurel.sql.BulkSql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/**
 * Makes the boards of closed seasons final, by copying their standings part by part, best first.
 * How far that has come can be told from what has been copied, so that any node goes on with it.
 * Until it is done the board is shown from the standings, which nothing is added to any more.
 */
@ApplicationScoped
class FinalBoards {
  /**
   * Where the copy ends.
   *
   * @param reachedAt of the last of those with these points who have not been erased since, as
   *     text; the next are behind that one
   */
  private record End(int size, long points, int rank, String reachedAt, String user) {
    static final End NONE = new End(0, Long.MAX_VALUE, 0, "-infinity", "");
  }

  private final Seasons seasons;
  private final StandingBulk rows;
  private final Snapshots frozen;
  private final BulkSql statements;
  private final LeaderboardConfig config;

  FinalBoards(
      Seasons seasons,
      StandingBulk rows,
      Snapshots frozen,
      BulkSql statements,
      LeaderboardConfig config) {
    this.seasons = seasons;
    this.rows = rows;
    this.frozen = frozen;
    this.statements = statements;
    this.config = config;
  }

  /** Copies the next part; answers whether there may be more. Nobody else may do so meanwhile. */
  @Transactional(TxType.MANDATORY)
  boolean copySome(Season season) {
    frozen.lock();
    if (!seasons.isCopying(season)) {
      return false;
    }
    var board = season.board();
    if (copyBehind(end(board), board) > 0) {
      return true;
    }
    // That it is final is news to its viewers.
    seasons.copied(season, rows.version(board) + 1);
    return false;
  }

  private End end(Board board) {
    return statements
        .query(
            """
            select last.position + 1, last.points, last.rank,
                   coalesce(known.reached_at, '-infinity')::text, coalesce(known.user_id, '')
            from (select * from frozen_standing where board = ? order by position desc limit 1) last
            left join lateral (
              select standing.reached_at, standing.user_id
              from frozen_standing copied
              join standing on standing.board = copied.board and standing.user_id = copied.user_id
              where copied.board = last.board and copied.position >= last.rank - 1
              order by copied.position desc limit 1) known on true""",
            row ->
                new End(
                    row.getInt(1),
                    row.getLong(2),
                    row.getInt(3),
                    row.getString(4),
                    row.getString(5)),
            board.key())
        .stream()
        .findFirst()
        .orElse(End.NONE);
  }

  private int copyBehind(End end, Board board) {
    return statements.update(
        """
        insert into frozen_standing (board, position, user_id, points, rank, completed_problems, updated_at)
        select board, ? + row_number() over (order by points desc, reached_at, user_id collate "C") - 1, user_id, points,
               case when points = ? then ? else ? + rank() over (order by points desc) end,
               completed_problems, updated_at
        from (
          select * from (
            (select * from standing
             where board = ? and listed and points = ? and (reached_at, user_id collate "C") > (?::timestamptz, ?)
             order by reached_at, user_id collate "C" limit ?)
            union all
            (select * from standing where board = ? and listed and points < ?
             order by points desc, reached_at, user_id collate "C" limit ?)) behind
          order by points desc, reached_at, user_id collate "C" limit ?) next""",
        end.size(),
        end.points(),
        end.rank(),
        end.size(),
        board.key(),
        end.points(),
        end.reachedAt(),
        end.user(),
        config.chunk(),
        board.key(),
        end.points(),
        config.chunk(),
        config.chunk());
  }
}
