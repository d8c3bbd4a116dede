package dev.laurel.leaderboard.visibility;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.BoardSlice;
import dev.laurel.leaderboard.BoardSource;
import dev.laurel.leaderboard.DescribedSlice;
import dev.laurel.leaderboard.ScoredUser;
import dev.laurel.leaderboard.season.Seasons;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.BulkSql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Boards as they were at a moment: frozen boards of classes, and final boards of closed seasons.
 * All methods block.
 */
@ApplicationScoped
public class Snapshots {
  private static final String OF_USERS = "board = ?1 and userId in ?2";
  private static final int ERASED_DIGITS = 20;

  private final Players players;
  private final BoardSettingsRepository settings;
  private final Seasons seasons;
  private final BulkSql sql;
  private final Event<SnapshotErased> erasures;

  Snapshots(
      Players players,
      BoardSettingsRepository settings,
      Seasons seasons,
      BulkSql sql,
      Event<SnapshotErased> erasures) {
    this.players = players;
    this.settings = settings;
    this.seasons = seasons;
    this.sql = sql;
    this.erasures = erasures;
  }

  /**
   * The snapshot of a board, to be read.
   *
   * @param version of the board in the snapshot
   */
  public BoardSource source(Board board, long version) {
    return new BoardSource() {
      @Override
      public DescribedSlice slice(long first, long last) {
        return Snapshots.this.slice(board, version, first, last);
      }

      @Override
      public DescribedSlice around(String user, int nearby) {
        return Snapshots.this.around(board, version, user, nearby);
      }

      @Override
      public Map<String, Integer> ranks(Collection<String> users) {
        return Snapshots.this.ranks(board, users);
      }
    };
  }

  @Transactional
  DescribedSlice slice(Board board, long version, long first, long last) {
    int size =
        SnapshotStanding.<SnapshotStanding>find("board = ?1 order by position desc", board.key())
            .firstResultOptional()
            .map(end -> end.position + 1)
            .orElse(0);
    List<SnapshotStanding> found =
        SnapshotStanding.list(
            "board = ?1 and position between ?2 and ?3 order by position",
            board.key(),
            (int) Math.min(first - 1, Integer.MAX_VALUE),
            (int) Math.min(last + 1, Integer.MAX_VALUE));
    var slice =
        found.stream()
            .filter(standing -> standing.position == first)
            .findFirst()
            .map(
                start ->
                    BoardSlice.of(
                        version,
                        size,
                        found.stream()
                            .map(each -> new ScoredUser(each.userId, each.points))
                            .toList(),
                        found.get(0).position,
                        first,
                        last,
                        start.rank - 1))
            .orElseGet(() -> BoardSlice.empty(version, size));
    return describe(board, slice);
  }

  @Transactional
  DescribedSlice around(Board board, long version, String user, int nearby) {
    return SnapshotStanding.<SnapshotStanding>find(OF_USERS, board.key(), List.of(user))
        .firstResultOptional()
        .map(own -> own.position)
        .map(own -> slice(board, version, Math.max(0, own - nearby), (long) own + nearby))
        .orElseGet(() -> describe(board, BoardSlice.empty(version, 0)));
  }

  private DescribedSlice describe(Board board, BoardSlice slice) {
    boolean isFinal = board.seasonId().isPresent();
    return new DescribedSlice(slice, isFinal, players.onSnapshot(board, slice.userIds()));
  }

  @Transactional
  Map<String, Integer> ranks(Board board, Collection<String> users) {
    return SnapshotStanding.<SnapshotStanding>stream(OF_USERS, board.key(), users)
        .collect(toMap(standing -> standing.userId, standing -> standing.rank));
  }

  /**
   * Erases a user from all snapshots. The rows stay, without the user: the ranks of the others
   * depend on them. Called before the user's standings are deleted, and waits until none of their
   * boards is being copied.
   *
   * @param standingOn the keys of the boards on which the user has a standing
   */
  @Transactional(TxType.MANDATORY)
  public void erase(String user, Collection<String> standingOn) {
    sql.lockShared(AdvisoryLock.FREEZING, standingOn);
    var boards =
        SnapshotStanding.<SnapshotStanding>stream("userId", user)
            .map(standing -> new Board(standing.board))
            .collect(toCollection(() -> new TreeSet<>(comparing(Board::key))));
    if (boards.isEmpty()) {
      return;
    }
    settings.revise(boards);
    seasons.touchFinalBoards(boards);
    // Not through the entities: a board that is thawed meanwhile has no such rows any more.
    for (var board : boards) {
      SnapshotStanding.update(
          "userId = ?1 where board = ?2 and userId = ?3", erasedId(), board.key(), user);
      erasures.fire(new SnapshotErased(board));
    }
  }

  /** Differs on each board, so that nobody can tell which rows were one user's. */
  private static String erasedId() {
    return "~" + UUID.randomUUID().toString().replace("-", "").substring(0, ERASED_DIGITS);
  }
}
