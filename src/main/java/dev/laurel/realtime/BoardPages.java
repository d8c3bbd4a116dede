package dev.laurel.realtime;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Leaderboard;
import dev.laurel.leaderboard.Page;
import dev.laurel.realtime.BoardViewer.View;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The pages of a board that are being viewed, as they were last read. Used by one thread at a time.
 */
final class BoardPages {
  /** A page, and its frame once somebody is to be sent it. */
  final class Shown {
    private final Page page;
    private OutFrame frame;

    private Shown(Page page) {
      this.page = page;
    }

    Page page() {
      return page;
    }

    /** Encoded once for all who view the page. */
    OutFrame frame() {
      if (frame == null) {
        frame =
            frames.encode(
                new ServerFrame.LeaderboardUpdate(
                    board.type(), board.classId().orElse(null), page));
      }
      return frame;
    }
  }

  private final Board board;
  private final Leaderboard leaderboard;
  private final ServerFrames frames;
  private final Map<View, Shown> pages = new HashMap<>();

  BoardPages(Board board, Leaderboard leaderboard, ServerFrames frames) {
    this.board = board;
    this.leaderboard = leaderboard;
    this.frames = frames;
  }

  /**
   * Reads the pages that may have changed, and forgets those that nobody views. Blocks.
   *
   * @param crossings what has changed since the last call; null when that is not known
   */
  void update(Set<View> viewed, Crossings crossings) {
    pages.keySet().retainAll(viewed);
    viewed.forEach(
        view -> {
          var known = pages.get(view);
          if (known == null || crossings == null || crossings.touch(known.page)) {
            read(view, known);
          }
        });
  }

  private void read(View view, Shown known) {
    var page = leaderboard.page(board, view.page(), view.pageSize());
    if (known == null || !known.page.showsTheSameAs(page)) {
      pages.put(view, new Shown(page));
    }
  }

  /** The page as of the last update; null if it was not viewed then. */
  Shown get(View view) {
    return pages.get(view);
  }
}
