package dev.laurel.leaderboard.visibility;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.BoardSlice;
import dev.laurel.leaderboard.BoardSource;
import dev.laurel.leaderboard.DescribedSlice;
import dev.laurel.leaderboard.Page.Player;
import dev.laurel.leaderboard.ScoredUser;
import dev.laurel.leaderboard.season.Seasons;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Boards as they were at a moment: frozen boards of classes, and final boards of closed seasons.
 */
@ApplicationScoped
public class Snapshots implements BoardSource {
  private static final String OF_USERS = "board = ?1 and userId in ?2";
  private static final int ERASED_DIGITS = 20;

  private final Players players;
  private final BoardSettingsRepository settings;
  private final Seasons seasons;
  private final Sql sql;

  Snapshots(Players players, BoardSettingsRepository settings, Seasons seasons, Sql sql) {
    this.players = players;
    this.settings = settings;
    this.seasons = seasons;
    this.sql = sql;
  }

  @Override
  @Transactional
  public DescribedSlice slice(Board board, long first, long last) {
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
    long version = version(board);
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
    boolean isFinal = board.seasonId().isPresent();
    return new DescribedSlice(slice, isFinal, players.onSnapshot(board, slice.userIds()));
  }

  /** The version of the board in the snapshot. */
  private long version(Board board) {
    return board
        .seasonId()
        .map(season -> seasons.finalVersion(season).orElse(0L))
        .orElseGet(() -> settings.find(board).frozenVersion);
  }

  @Override
  @Transactional
  public DescribedSlice around(Board board, String user, int nearby) {
    return SnapshotStanding.<SnapshotStanding>find(OF_USERS, board.key(), List.of(user))
        .firstResultOptional()
        .map(own -> own.position)
        .map(own -> slice(board, Math.max(0, own - nearby), (long) own + nearby))
        .orElseGet(() -> new DescribedSlice(BoardSlice.empty(version(board), 0), false, Map.of()));
  }

  @Override
  @Transactional
  public Map<String, Integer> ranks(Board board, Collection<String> users) {
    return SnapshotStanding.<SnapshotStanding>stream(OF_USERS, board.key(), users)
        .collect(toMap(standing -> standing.userId, standing -> standing.rank));
  }

  @Override
  @Transactional
  public Map<Long, Long> countByPoints(Board board) {
    return SnapshotStanding.<SnapshotStanding>stream("board", board.key())
        .collect(groupingBy(standing -> standing.points, counting()));
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
    sql.lockShared(AdvisoryLock.FREEZING, standingOn.stream().sorted().toList());
    var boards =
        SnapshotStanding.<SnapshotStanding>stream("userId", user)
            .map(standing -> new Board(standing.board))
            .toList();
    settings.revise(boards.stream().map(Board::total).collect(toSet()));
    // Not through the entities: a board that is thawed meanwhile has no such rows any more.
    for (var board : boards) {
      SnapshotStanding.update(
          "userId = ?1 where board = ?2 and userId = ?3", erasedId(), board.key(), user);
    }
  }

  /** Differs on each board, so that nobody can tell which rows were one user's. */
  private static String erasedId() {
    return Player.anonymous(
            UUID.randomUUID().toString().replace("-", "").substring(0, ERASED_DIGITS))
        .id();
  }
}
