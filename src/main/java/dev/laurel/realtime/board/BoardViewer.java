package dev.laurel.realtime.board;

import dev.laurel.leaderboard.Audience;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Page;
import dev.laurel.realtime.frame.ServerFrame;
import dev.laurel.realtime.session.PendingBoardFrame;
import dev.laurel.realtime.session.Session;
import java.util.Objects;

/**
 * One socket's view of one board: the page it follows, and the page and rank that its client has
 * last been sent. Any thread may call.
 */
final class BoardViewer {
  /** A page number, and the page size by which it counts. */
  record View(int page, int pageSize) {
    /** The page that is followed until the client requests another. */
    static final View INITIAL = new View(1, 10);
  }

  private final Session session;
  private final Board board;
  private final Audience audience;
  private View view = View.INITIAL;

  /** False as long as the client has asked for ranks only. */
  private boolean pages;

  /** The page sent in answer to a request; null once an update has been sent after it. */
  private Page requested;

  private long contentSent;
  private long versionSent = Long.MIN_VALUE;
  private Integer rankSent;

  /**
   * @param page the initial page, as sent or as it was when the socket was opened
   * @param rank the user's rank, as sent or as it was then; null if not on the board
   */
  BoardViewer(Session session, Board board, Audience audience, Page page, Integer rank) {
    this(session, board, audience, page, rank, true);
  }

  private BoardViewer(
      Session session, Board board, Audience audience, Page page, Integer rank, boolean pages) {
    this.pages = pages;
    this.session = session;
    this.board = board;
    this.audience = audience;
    this.requested = page;
    this.rankSent = rank;
  }

  /** A viewer whose client has been sent nothing of the board, so that it is sent all of it. */
  static BoardViewer ofUnseen(Session session, Board board, Audience audience, boolean pages) {
    return new BoardViewer(session, board, audience, null, null, pages);
  }

  /** A viewer whose client gets changes of the rank, and no page until it asks for one. */
  static BoardViewer ofRank(Session session, Board board, Audience audience, Integer rank) {
    return new BoardViewer(session, board, audience, null, rank, false);
  }

  Session session() {
    return session;
  }

  String user() {
    return session.user();
  }

  Board board() {
    return board;
  }

  Audience audience() {
    return audience;
  }

  synchronized boolean showsPages() {
    return pages;
  }

  synchronized View view() {
    return view;
  }

  /** Sends a page that the client requested, and follows it from now on. */
  synchronized void show(View requestedView, Page page, ServerFrame frame) {
    view = requestedView;
    pages = true;
    requested = page;
    contentSent = 0;
    session.send(frame);
  }

  /**
   * Sends a page after a change of the board, unless the client has turned to another page or has
   * already been sent this or a newer one. After a restore, an older one is what is right.
   */
  synchronized void update(View pageView, BoardPages.PageFrames current) {
    if (!pageView.equals(view) || current.content() == contentSent) {
      return;
    }
    var page = current.page(user());
    if (isNew(page, current.isRestored())) {
      // Two numbers and no reference to the page: the garbage collector would have to follow the
      // changed references of thousands of viewers at each tick.
      requested = null;
      contentSent = current.content();
      versionSent = page.version();
      session.send(new PendingBoardFrame.OfPage(board, current.frame(user())));
    } else if (current.isRestored()) {
      requested = page;
    }
  }

  private boolean isNew(Page page, boolean restored) {
    return requested == null
        ? restored || page.version() > versionSent
        : (restored || page.version() > requested.version()) && !page.showsTheSameAs(requested);
  }

  /** Sends the user's rank if it differs from the one sent before; null if not on the board. */
  synchronized void updateRank(Integer rank) {
    if (!Objects.equals(rank, rankSent)) {
      session.send(new PendingBoardFrame.OfRank(board, rankSent, rank));
      rankSent = rank;
    }
  }
}
