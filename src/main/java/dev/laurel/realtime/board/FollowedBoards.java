package dev.laurel.realtime.board;

import dev.laurel.leaderboard.Audience;
import dev.laurel.leaderboard.Board;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The boards that one socket follows, each at most once. Any thread may call. */
final class FollowedBoards {
  /** How many seasons and sections are followed: those requested last. */
  private static final int PARTS = 5;

  private final BoardFeeds feeds;
  private final Map<Board, BoardViewer> viewers = new LinkedHashMap<>();

  /** Boards of whole classes, with whether pages of them were asked for and not only ranks. */
  private final Map<Board, Boolean> asked = new HashMap<>();

  private boolean ended;

  FollowedBoards(BoardFeeds feeds) {
    this.feeds = feeds;
  }

  /** Follows the board of a viewer, unless it is followed already. */
  synchronized void follow(BoardViewer viewer) {
    if (!ended && viewers.putIfAbsent(viewer.board(), viewer) == null) {
      feeds.join(viewer);
    }
  }

  /**
   * Unfollows class boards, their seasons and sections, that are not in {@code wanted} with the
   * same audience.
   *
   * @param wanted total boards of classes
   * @return the boards unfollowed
   */
  synchronized List<Board> unfollowClassesExcept(Map<Board, Audience> wanted) {
    return unfollow(
        viewers.values().stream()
            .filter(viewer -> viewer.board().classId().isPresent())
            .filter(viewer -> wanted.get(viewer.board().total()) != viewer.audience())
            .toList());
  }

  private List<Board> unfollow(List<BoardViewer> unwanted) {
    unwanted.forEach(
        viewer -> {
          viewers.remove(viewer.board());
          feeds.leave(viewer);
        });
    return unwanted.stream().map(BoardViewer::board).toList();
  }

  /**
   * Remembers that the client has asked for a board, if it is that of a whole class: it is followed
   * again should the user leave the class and come back.
   */
  synchronized void ask(Board board, boolean pages) {
    if (board.isTotal() && board.classId().isPresent()) {
      asked.merge(board, pages, Boolean::logicalOr);
    }
  }

  /** True if there are boards of classes that are followed, or are to be. */
  synchronized boolean ofClasses() {
    return !asked.isEmpty()
        || viewers.keySet().stream().anyMatch(board -> board.classId().isPresent());
  }

  /** Boards that were asked for and are not followed. */
  synchronized Set<Board> missing() {
    return asked.keySet().stream()
        .filter(board -> !viewers.containsKey(board))
        .collect(Collectors.toSet());
  }

  /** True unless only ranks of a board were asked for. */
  synchronized boolean wantsPages(Board board) {
    return asked.getOrDefault(board, true);
  }

  synchronized Optional<BoardViewer> viewer(Board board) {
    return Optional.ofNullable(viewers.get(board));
  }

  /**
   * Makes a board the one requested last. Unfollows the oldest season or section if there are too
   * many.
   */
  synchronized void markNewest(Board requested) {
    if (viewers.containsKey(requested)) {
      viewers.put(requested, viewers.remove(requested));
    }
    var parts = viewers.values().stream().filter(viewer -> !viewer.board().isTotal()).toList();
    unfollow(parts.subList(0, Math.max(0, parts.size() - PARTS)));
  }

  /** Unfollows everything, and follows nothing from now on. */
  synchronized void end() {
    ended = true;
    unfollow(List.copyOf(viewers.values()));
  }
}
