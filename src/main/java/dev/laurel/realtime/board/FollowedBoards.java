package dev.laurel.realtime.board;

import dev.laurel.leaderboard.Audience;
import dev.laurel.leaderboard.Board;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The boards of which one socket hears, each at most once. Any thread may call. */
final class FollowedBoards {
  /** How many seasons are followed, those asked for last. */
  private static final int SEASONS = 5;

  private final BoardFeeds feeds;
  private final Map<Board, BoardViewer> viewers = new LinkedHashMap<>();
  private boolean ended;

  FollowedBoards(BoardFeeds feeds) {
    this.feeds = feeds;
  }

  /** Follows a board, unless it is followed already. */
  synchronized void follow(BoardViewer viewer) {
    if (!ended && viewers.putIfAbsent(viewer.board(), viewer) == null) {
      feeds.join(viewer);
    }
  }

  /** Follows those boards of classes no more, and of their seasons, that are not wanted as such. */
  synchronized List<Board> unfollowClassesBut(Map<Board, Audience> wanted) {
    return unfollow(
        viewers.values().stream()
            .filter(viewer -> viewer.board().classId().isPresent())
            .filter(viewer -> wanted.get(viewer.board().total()) != viewer.audience())
            .toList());
  }

  private List<Board> unfollow(List<BoardViewer> some) {
    some.forEach(
        viewer -> {
          viewers.remove(viewer.board());
          feeds.leave(viewer);
        });
    return some.stream().map(BoardViewer::board).toList();
  }

  synchronized Set<Board> missing(Set<Board> wanted) {
    return wanted.stream().filter(board -> !viewers.containsKey(board)).collect(Collectors.toSet());
  }

  synchronized Optional<BoardViewer> viewer(Board board) {
    return Optional.ofNullable(viewers.get(board));
  }

  /** Has a season be the one asked for last, and those that are too many go. */
  synchronized void keepNewest(Board asked) {
    if (viewers.containsKey(asked)) {
      viewers.put(asked, viewers.remove(asked));
    }
    var seasons =
        viewers.values().stream().filter(viewer -> viewer.board().seasonId().isPresent()).toList();
    unfollow(seasons.subList(0, Math.max(0, seasons.size() - SEASONS)));
  }

  /** Follows nothing any more, whatever comes. */
  synchronized void end() {
    ended = true;
    unfollow(List.copyOf(viewers.values()));
  }
}
