package dev.laurel.realtime.board;

import dev.laurel.leaderboard.Audience;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Page;
import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.realtime.session.PendingBoardFrame;
import dev.laurel.realtime.session.Session;
import java.util.Objects;

/**
 * What one socket has been shown of one board, and told of its user's rank there. Any thread may
 * call.
 */
final class BoardViewer {
  /** A page as numbered by a page size. */
  record View(int page, int pageSize) {
    /** What is shown until the client asks for something else. */
    static final View INITIAL = new View(1, 10);
  }

  private final Session session;
  private final Board board;
  private final Audience audience;
  private View view = View.INITIAL;

  /** What the client was last given that is not of the feed; null once something of it is newer. */
  private Page asked;

  private long contentShown;
  private long versionShown = Long.MIN_VALUE;
  private Integer rankTold;
  private BoardRanks.Standing standing;

  /**
   * @param audience as what the user sees the board
   * @param shown the initial page, as sent or as it was when the socket was opened
   * @param rankTold the user's rank; null if not on the board
   */
  BoardViewer(Session session, Board board, Audience audience, Page shown, Integer rankTold) {
    this.session = session;
    this.board = board;
    this.audience = audience;
    this.asked = shown;
    this.rankTold = rankTold;
  }

  /** Of a board that the client knows nothing of yet, so that all there is will be news. */
  static BoardViewer ofUnseen(Session session, Board board, Audience audience) {
    return new BoardViewer(session, board, audience, null, null);
  }

  Session session() {
    return session;
  }

  /** The id of the user. */
  String user() {
    return session.user();
  }

  Board board() {
    return board;
  }

  Audience audience() {
    return audience;
  }

  /** Where the user stands; null when that is to be looked up. For the tick of the board only. */
  BoardRanks.Standing standing() {
    return standing;
  }

  void standing(BoardRanks.Standing known) {
    standing = known;
  }

  synchronized View view() {
    return view;
  }

  /** Shows a page that the client asked for, and follows it from now on. */
  synchronized void show(View of, Page page, EncodedFrame frame) {
    view = of;
    asked = page;
    contentShown = 0;
    session.send(frame);
  }

  /**
   * Sends a page after a change of the board, unless the client has turned to another or knows as
   * much or more.
   */
  synchronized void update(View of, BoardPages.Shown now) {
    if (!of.equals(view) || now.content() == contentShown) {
      return;
    }
    var page = now.page(user());
    if (isNews(page)) {
      // Numbers and no page: of thousands of viewers, each tick would change a reference.
      asked = null;
      contentShown = now.content();
      versionShown = page.version();
      session.send(new PendingBoardFrame.OfPage(board, now.frame(user())));
    }
  }

  private boolean isNews(Page page) {
    return asked == null
        ? page.version() > versionShown
        : page.version() > asked.version() && !page.showsTheSameAs(asked);
  }

  /** Tells the user's rank, if it moved. */
  synchronized void tellRank(Integer rank) {
    if (!Objects.equals(rank, rankTold)) {
      session.send(new PendingBoardFrame.OfRank(board, rankTold, rank));
      rankTold = rank;
    }
  }
}
