package dev.laurel.realtime;

import dev.laurel.broadcast.Subscription;
import dev.laurel.leaderboard.Audience;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Leaderboard;
import dev.laurel.leaderboard.Page;
import dev.laurel.realtime.BoardViewer.View;
import dev.laurel.roster.Classes;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The boards that one socket follows: the global one, and those of the user's classes. Methods that
 * read boards or classes block; any thread may call.
 */
final class BoardSession {
  private final Session session;
  private final Leaderboard leaderboard;
  private final BoardFeeds feeds;
  private final Classes classes;
  private volatile CompletableFuture<Void> begun = new CompletableFuture<>();
  private final Object reading = new Object();
  private final Map<Board, BoardViewer> viewers = new HashMap<>();
  private Subscription memberships;
  private boolean closed;

  BoardSession(Session session, Leaderboard leaderboard, BoardFeeds feeds, Classes classes) {
    this.session = session;
    this.leaderboard = leaderboard;
    this.feeds = feeds;
    this.classes = classes;
  }

  Session session() {
    return session;
  }

  /** Hands over the subscription by which the session hears of changed memberships. */
  synchronized void memberships(Subscription subscription) {
    memberships = subscription;
    if (closed) {
      subscription.close();
    }
  }

  /**
   * Shows the global board, and follows it and those of the user's classes. When that fails it may
   * be called again.
   */
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

  /** Begins if beginning has failed; otherwise as {@link #refresh}. */
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
    // Before the client is shown anything, so that it is shown whatever changes from then on.
    var ofClasses =
        boardsOfClasses().entrySet().stream()
            .map(board -> viewerAsOfNow(board.getKey(), board.getValue()))
            .toList();
    var page = page(Board.GLOBAL, View.INITIAL, Audience.STUDENTS);
    var rank = leaderboard.rank(Board.GLOBAL, session.user(), Audience.STUDENTS);
    session.send(new ServerFrame.InitialGlobalLeaderboard(page));
    session.send(new ServerFrame.InitialUserRank(rank));
    follow(new BoardViewer(session, Board.GLOBAL, Audience.STUDENTS, page, rank.userRank()));
    ofClasses.forEach(this::follow);
  }

  private BoardViewer viewerAsOfNow(Board board, Audience audience) {
    var rank = leaderboard.ranks(board, Set.of(session.user()), audience).get(session.user());
    return new BoardViewer(session, board, audience, page(board, View.INITIAL, audience), rank);
  }

  /**
   * Completes when the session has begun: a page asked for earlier could neither be followed nor
   * stay in its place behind the initial frames. Fails as beginning failed, until it is tried
   * again.
   */
  Uni<Void> begun() {
    return Uni.createFrom().completionStage(begun);
  }

  /**
   * Follows the boards of the classes that the user is in now, and of no others, as what the user
   * is there. What is new is shown with the next tick of its board.
   */
  void refresh() {
    // One at a time, so that an older answer never overrules a newer one.
    synchronized (reading) {
      if (begun.isDone() && !begun.isCompletedExceptionally()) {
        var wanted = boardsOfClasses();
        unfollowClassesBut(wanted);
        missing(wanted)
            .forEach(board -> follow(BoardViewer.ofUnseen(session, board, wanted.get(board))));
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

  private synchronized Set<Board> missing(Map<Board, Audience> wanted) {
    return wanted.keySet().stream()
        .filter(board -> !viewers.containsKey(board))
        .collect(Collectors.toSet());
  }

  private synchronized void follow(BoardViewer viewer) {
    if (!closed && viewers.putIfAbsent(viewer.board(), viewer) == null) {
      feeds.join(viewer);
    }
  }

  private synchronized void unfollowClassesBut(Map<Board, Audience> wanted) {
    viewers
        .values()
        .removeIf(
            viewer -> {
              boolean left =
                  viewer.board().classId().isPresent()
                      && wanted.get(viewer.board()) != viewer.audience();
              if (left) {
                feeds.leave(viewer);
              }
              return left;
            });
  }

  /** Shows a page, and follows it instead of the one shown before. */
  void show(Board board, View view, Audience audience, ServerFrames frames) {
    var page = page(board, view, audience);
    var frame = new ServerFrame.LeaderboardData(board.type(), board.classId().orElse(null), page);
    viewer(board)
        .filter(viewer -> viewer.audience() == audience)
        .ifPresentOrElse(
            viewer -> viewer.show(view, page, frames.encode(frame)), () -> session.send(frame));
  }

  private synchronized Optional<BoardViewer> viewer(Board board) {
    return Optional.ofNullable(viewers.get(board));
  }

  private Page page(Board board, View view, Audience audience) {
    return leaderboard.page(board, view.page(), view.pageSize(), audience).as(session.user());
  }

  /** Follows nothing any more. */
  synchronized void end() {
    closed = true;
    viewers.values().forEach(feeds::leave);
    viewers.clear();
    if (memberships != null) {
      memberships.close();
    }
  }
}
