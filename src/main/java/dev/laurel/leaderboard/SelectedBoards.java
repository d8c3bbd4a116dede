package dev.laurel.leaderboard;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.laurel.leaderboard.standing.PlayerDetails;
import dev.laurel.leaderboard.visibility.Players;
import dev.laurel.leaderboard.visibility.Selection;
import dev.laurel.leaderboard.visibility.SelectionBulk;
import dev.laurel.leaderboard.visibility.Snapshots;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Boards with some of their users, ranked among themselves: those who asked to be seen, or the
 * members of a section.
 */
@ApplicationScoped
class SelectedBoards {
  private final SelectionBulk bulk;
  private final Players players;

  SelectedBoards(SelectionBulk bulk, Players players) {
    this.bulk = bulk;
    this.players = players;
  }

  /** The same boards as those of another source, with some of their users. */
  BoardSource of(BoardSource everybody, Selection selection) {
    return new Source(everybody, everybody instanceof Snapshots, selection);
  }

  private final class Source implements BoardSource {
    private final BoardSource everybody;
    private final boolean snapshot;
    private final Selection selection;

    Source(BoardSource everybody, boolean snapshot, Selection selection) {
      this.everybody = everybody;
      this.snapshot = snapshot;
      this.selection = selection;
    }

    private List<ScoredUser> users(Board board) {
      return snapshot ? bulk.onSnapshot(board, selection) : bulk.onBoard(board, selection);
    }

    @Override
    public DescribedSlice slice(Board board, long first, long last) {
      return slice(board, users(board), first, last);
    }

    private DescribedSlice slice(Board board, List<ScoredUser> users, long first, long last) {
      var any = everybody.slice(board, 0, 0);
      long version = any.slice().version();
      var slice =
          first >= users.size()
              ? BoardSlice.empty(version, users.size())
              : BoardSlice.of(
                  version, users.size(), users, 0, first, last, ahead(users, (int) first));
      return new DescribedSlice(slice, any.isFinal(), details(board, slice.userIds()));
    }

    private Map<String, PlayerDetails> details(Board board, List<String> users) {
      return snapshot ? players.onSnapshot(board, users) : players.onBoard(board, users);
    }

    @Override
    public DescribedSlice around(Board board, String user, int nearby) {
      var users = users(board);
      return IntStream.range(0, users.size())
          .filter(i -> users.get(i).user().equals(user))
          .mapToObj(own -> slice(board, users, Math.max(0, own - nearby), (long) own + nearby))
          .findFirst()
          .orElseGet(() -> slice(board, users, users.size(), users.size()));
    }

    @Override
    public Map<String, Integer> ranks(Board board, Collection<String> wanted) {
      var asked = Set.copyOf(wanted);
      var ranks = new HashMap<String, Integer>();
      int position = 0;
      int rank = 0;
      long points = 0;
      for (var user : users(board)) {
        position++;
        if (position == 1 || user.points() < points) {
          rank = position;
          points = user.points();
        }
        if (asked.contains(user.user())) {
          ranks.put(user.user(), rank);
        }
      }
      return ranks;
    }

    @Override
    public Map<Long, Long> countByPoints(Board board) {
      return users(board).stream().collect(groupingBy(ScoredUser::points, counting()));
    }
  }

  private static long ahead(List<ScoredUser> users, int position) {
    long points = users.get(position).points();
    return users.subList(0, position).stream().filter(user -> user.points() > points).count();
  }
}
