package dev.laurel.realtime.board;

import dev.laurel.broadcast.Subscription;
import dev.laurel.course.Classes;
import dev.laurel.leaderboard.Audience;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Leaderboard;
import dev.laurel.leaderboard.Page;
import dev.laurel.realtime.board.BoardViewer.View;
import dev.laurel.realtime.frame.FrameException;
import dev.laurel.realtime.frame.ServerFrame;
import dev.laurel.realtime.frame.ServerFrame.BoardName;
import dev.laurel.realtime.frame.ServerFrame.Code;
import dev.laurel.realtime.session.Session;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One leaderboard socket. It follows the global board, and those of classes, seasons and sections
 * that the client has asked for. Methods that read boards or classes block; any thread may call.
 */
final class BoardSession {
  private final Session session;
  private final Leaderboard leaderboard;
  private final FollowedBoards followed;
  private final Classes classes;
  private volatile CompletableFuture<Void> begun = new CompletableFuture<>();
  private final Object reading = new Object();
  private Subscription memberships;
  private boolean closed;

  BoardSession(Session session, Leaderboard leaderboard, BoardFeeds feeds, Classes classes) {
    this.session = session;
    this.leaderboard = leaderboard;
    this.followed = new FollowedBoards(feeds);
    this.classes = classes;
  }

  Session session() {
    return session;
  }

  /** Sets the subscription that is to be closed with the session. */
  synchronized void memberships(Subscription subscription) {
    memberships = subscription;
    if (closed) {
      subscription.close();
    }
  }

  /** Sends the global board, and follows it. May be repeated after a failure. */
  void begin() {
    synchronized (reading) {
      if (begun.isCompletedExceptionally()) {
        begun = new CompletableFuture<>();
      }
      try {
        beginReading();
        begun.complete(null);
      } catch (RuntimeException e) {
        begun.completeExceptionally(e);
        throw e;
      }
    }
  }

  /** Begins if that failed before, otherwise calls {@link #refresh}. */
  void resume() {
    synchronized (reading) {
      if (begun.isCompletedExceptionally()) {
        begin();
      } else {
        refresh();
      }
    }
  }

  private void beginReading() {
    var page = page(Board.GLOBAL, View.INITIAL, Audience.STUDENTS);
    var rank =
        leaderboard.rank(Board.GLOBAL, session.user(), View.INITIAL.pageSize(), Audience.STUDENTS);
    session.send(new ServerFrame.InitialGlobalLeaderboard(page));
    session.send(new ServerFrame.InitialUserRank(rank));
    followed.follow(
        new BoardViewer(session, Board.GLOBAL, Audience.STUDENTS, page, rank.userRank()));
  }

  /**
   * Completes when the session has begun. Requests wait for it: their answers come behind the
   * initial frames, and their pages can be followed. Fails if beginning failed.
   */
  Uni<Void> begun() {
    return Uni.createFrom().completionStage(begun);
  }

  /**
   * Follows what the client has asked for of exactly the classes that the user is in now, with the
   * user's present audience. The next tick of a new board sends its first page.
   */
  void refresh() {
    // One at a time, so that an older answer never replaces a newer one.
    synchronized (reading) {
      if (begun.isDone() && !begun.isCompletedExceptionally() && followed.ofClasses()) {
        var classBoards = boardsOfClasses();
        var left = followed.unfollowClassesExcept(classBoards);
        Stream.concat(followed.missing().stream(), left.stream())
            .distinct()
            .filter(board -> classBoards.containsKey(board.total()))
            .forEach(
                board -> {
                  var audience = classBoards.get(board.total());
                  boolean pages = followed.wantsPages(board);
                  followed.follow(BoardViewer.ofUnseen(session, board, audience, pages));
                });
      }
    }
  }

  private Map<Board, Audience> boardsOfClasses() {
    var user = session.user();
    return classes.enrolments(Set.of(user)).ofUser(user).entrySet().stream()
        .collect(
            Collectors.toMap(
                role -> Board.ofClass(role.getKey()),
                role -> Leaderboard.audience(role.getValue())));
  }

  /**
   * Serves a request if the user may see the board; the audience cannot change meanwhile.
   *
   * @param board empty if it does not exist, which is answered like a foreign one
   */
  void asMember(Optional<Board> board, BiConsumer<Board, Audience> action) {
    synchronized (reading) {
      var audience = board.flatMap(found -> leaderboard.audience(found, session.user()));
      if (audience.isEmpty()) {
        throw new FrameException(Code.forbidden, "Only members of a class see its boards.");
      }
      if (leaderboard.isWithheld(board.get(), audience.get())) {
        throw new FrameException(
            Code.unavailable,
            "The board of the class is frozen; so are its seasons, until it is thawed.");
      }
      action.accept(board.get(), audience.get());
    }
  }

  /**
   * Sends a page, and follows it instead of the page before. To be called within {@link #asMember}.
   */
  void show(Board board, View view, Audience audience) {
    var page = page(board, view, audience);
    var frame = new ServerFrame.LeaderboardData(BoardName.of(board), page);
    var viewer = followed.viewer(board).filter(known -> known.audience() == audience);
    if (viewer.isPresent()) {
      viewer.get().show(view, page, frame);
    } else {
      var user = session.user();
      var rank = leaderboard.ranks(board, Set.of(user), audience).get(user);
      var requested = new BoardViewer(session, board, audience, page, rank);
      requested.show(view, page, frame);
      followed.follow(requested);
    }
    followed.ask(board, true);
    followed.markNewest(board);
  }

  /**
   * Sends the user's rank. Follows the ranks of a whole class, and no pages of it, unless it is
   * followed already. To be called within {@link #asMember}.
   */
  void showRank(Board board, int pageSize, Audience audience) {
    var rank = leaderboard.rank(board, session.user(), pageSize, audience);
    session.send(new ServerFrame.UserRankData(BoardName.of(board), rank));
    if (board.isTotal()) {
      followed.follow(BoardViewer.ofRank(session, board, audience, rank.userRank()));
      followed.ask(board, false);
    }
  }

  private Page page(Board board, View view, Audience audience) {
    return leaderboard.page(board, view.page(), view.pageSize(), audience).as(session.user());
  }

  synchronized void end() {
    closed = true;
    followed.end();
    if (memberships != null) {
      memberships.close();
    }
  }
}
