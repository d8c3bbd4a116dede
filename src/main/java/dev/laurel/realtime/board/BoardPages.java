package dev.laurel.realtime.board;

import dev.laurel.leaderboard.Audience;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.BoardPage;
import dev.laurel.leaderboard.Leaderboard;
import dev.laurel.leaderboard.Page;
import dev.laurel.realtime.board.BoardViewer.View;
import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.realtime.frame.ServerFrame;
import dev.laurel.realtime.frame.ServerFrames;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The pages of a board that are being viewed, as they were last read. Used by one thread at a time.
 */
final class BoardPages {
  /** Viewers of the same are shown the same, but for their own names. */
  record Watched(View view, Audience audience) {
    static Watched by(BoardViewer viewer) {
      return new Watched(viewer.view(), viewer.audience());
    }
  }

  /** A page, and its frames once somebody is to be sent them. */
  final class Shown {
    /** A page and its frame. */
    private final class Version {
      private final Page page;
      private EncodedFrame frame;

      private Version(Page page) {
        this.page = page;
      }

      private EncodedFrame frame() {
        if (frame == null) {
          frame = frames.encode(ServerFrame.LeaderboardUpdate.of(board, page));
        }
        return frame;
      }
    }

    private final BoardPage read;
    private final long content;
    private final Version shared;
    private final Map<String, Version> own = new HashMap<>();

    private Shown(BoardPage read, long content) {
      this.read = read;
      this.content = content;
      this.shared = new Version(read.shared());
    }

    /** The same, from 1, for pages that show the same; another for all others. */
    long content() {
      return content;
    }

    /** The page as the user sees it. */
    Page page(String user) {
      return version(user).page;
    }

    /** Encoded once for all who see the same. */
    EncodedFrame frame(String user) {
      return version(user).frame();
    }

    private Version version(String user) {
      return read.isOwn(user)
          ? own.computeIfAbsent(user, self -> new Version(read.as(self)))
          : shared;
    }
  }

  private final Board board;
  private final Leaderboard leaderboard;
  private final ServerFrames frames;
  private final Map<Watched, Shown> pages = new HashMap<>();
  private long contents;

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
  void update(Set<Watched> watched, RankShifts crossings) {
    pages.keySet().retainAll(watched);
    watched.forEach(
        seen -> {
          var known = pages.get(seen);
          if (known == null || crossings == null || crossings.touch(known.read.shared())) {
            read(seen, known);
          }
        });
  }

  private void read(Watched seen, Shown known) {
    var page = leaderboard.page(board, seen.view().page(), seen.view().pageSize(), seen.audience());
    boolean same = known != null && known.read.shared().showsTheSameAs(page.shared());
    pages.put(
        seen,
        same
            ? new Shown(known.read.asOf(page.shared().version()), known.content)
            : new Shown(page, ++contents));
  }

  /** The page as of the last update, in which it must have been viewed. */
  Shown get(Watched seen) {
    return pages.get(seen);
  }
}
