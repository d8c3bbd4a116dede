package dev.laurel.realtime.board;

import dev.laurel.leaderboard.Audience;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.BoardPage;
import dev.laurel.leaderboard.Leaderboard;
import dev.laurel.leaderboard.Page;
import dev.laurel.realtime.board.BoardViewer.View;
import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.realtime.frame.ServerFrame;
import dev.laurel.realtime.frame.ServerFrame.BoardName;
import dev.laurel.realtime.frame.ServerFrames;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The pages of a board that have viewers, as last read. Used by one thread at a time. */
final class BoardPages {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Identifies a page. All its viewers see the same, apart from their own names. */
  record Key(View view, Audience audience) {
    static Key of(BoardViewer viewer) {
      return new Key(viewer.view(), viewer.audience());
    }
  }

  /** A page with its frames, which are encoded when first sent and shared by all viewers. */
  final class PageFrames {
    private final BoardPage page;
    private final long content;
    private final boolean restored;
    private final Map<String, EncodedFrame> ofUsers = new HashMap<>();
    private EncodedFrame shared;

    private PageFrames(BoardPage page, long content, boolean restored) {
      this.page = page;
      this.content = content;
      this.restored = restored;
    }

    /** True if the board was taken back: the version is lower than that of the page before. */
    boolean isRestored() {
      return restored;
    }

    /** A number, from 1, that changes with what the page shows. */
    long content() {
      return content;
    }

    Page page(String user) {
      return page.as(user);
    }

    EncodedFrame frame(String user) {
      if (page.isOwn(user)) {
        return ofUsers.computeIfAbsent(user, self -> encode(page.as(self)));
      }
      if (shared == null) {
        shared = encode(page.shared());
      }
      return shared;
    }

    private EncodedFrame encode(Page version) {
      return frames.encode(new ServerFrame.LeaderboardUpdate(BoardName.of(board), version));
    }
  }

  private final Board board;
  private final Leaderboard leaderboard;
  private final ServerFrames frames;
  private final Map<Key, PageFrames> pages = new HashMap<>();
  private final Map<Key, Long> behindSince = new HashMap<>();
  private long contents;

  BoardPages(Board board, Leaderboard leaderboard, ServerFrames frames) {
    this.board = board;
    this.leaderboard = leaderboard;
    this.frames = frames;
  }

  /** Reads pages, and drops all others. Blocks. */
  void read(Set<Key> keys) {
    pages.keySet().retainAll(keys);
    behindSince.keySet().retainAll(keys);
    keys.forEach(key -> pages.compute(key, this::read));
  }

  /** True if a page is behind the one read before it, and should be read again soon. */
  boolean isBehind() {
    return !behindSince.isEmpty();
  }

  private PageFrames read(Key key, PageFrames before) {
    var view = key.view();
    var page = leaderboard.page(board, view.page(), view.pageSize(), key.audience());
    long version = page.shared().version();
    boolean isBehind = before != null && version < before.page.shared().version();
    if (isBehind && !isBehindForLong(key)) {
      return before;
    }
    behindSince.remove(key);
    return !isBehind && before != null && before.page.shared().showsTheSameAs(page.shared())
        ? new PageFrames(before.page.asOf(version), before.content, false)
        : new PageFrames(page, ++contents, isBehind);
  }

  /** An index may be behind for a moment. If it stays so, PostgreSQL has lost its last commits. */
  private boolean isBehindForLong(Key key) {
    long now = System.nanoTime();
    return now - behindSince.computeIfAbsent(key, any -> now) > PATIENCE.toNanos();
  }

  PageFrames get(Key key) {
    return pages.get(key);
  }
}
