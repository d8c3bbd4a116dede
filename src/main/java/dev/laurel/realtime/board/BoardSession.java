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
import dev.laurel.realtime.frame.ServerFrames;
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
 * The boards that one socket follows: the global one, those of the user's classes, and those of the
 * seasons that the client has asked for. Methods that read boards or classes block; any thread may
 * call.
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
    followed.follow(
        new BoardViewer(session, Board.GLOBAL, Audience.STUDENTS, page, rank.userRank()));
    ofClasses.forEach(followed::follow);
  }

  private BoardViewer viewerAsOfNow(Board board, Audience audience) {
    var rank = rank(board, audience);
    return new BoardViewer(session, board, audience, page(board, View.INITIAL, audience), rank);
  }

  private Integer rank(Board board, Audience audience) {
    return leaderboard.ranks(board, Set.of(session.user()), audience).get(session.user());
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
        var left = followed.unfollowClassesBut(wanted);
        Stream.concat(followed.missing(wanted.keySet()).stream(), left.stream())
            .distinct()
            .filter(board -> wanted.containsKey(board.total()))
            .forEach(
                board ->
                    followed.follow(
                        BoardViewer.ofUnseen(session, board, wanted.get(board.total()))));
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
   * Does something about a board as what the user is there, and stays so meanwhile.
   *
   * @param board empty for one that does not exist
   */
  void asMember(Optional<Board> board, BiConsumer<Board, Audience> action) {
    synchronized (reading) {
      var audience = board.flatMap(meant -> leaderboard.audience(meant, session.user()));
      if (audience.isEmpty()) {
        throw FrameException.forbidden("Only members of a class see its boards.");
      }
      if (leaderboard.isWithheld(board.get(), audience.get())) {
        throw FrameException.withheld();
      }
      action.accept(board.get(), audience.get());
    }
  }

  /**
   * Shows a page, and follows it instead of the one shown before; that of a season even if there
   * was none. To be called by what {@link #asMember} does.
   */
  void show(Board board, View view, Audience audience, ServerFrames frames) {
    var page = page(board, view, audience);
    var frame = frames.encode(ServerFrame.LeaderboardData.of(board, page));
    var viewer = followed.viewer(board).filter(known -> known.audience() == audience);
    if (viewer.isPresent()) {
      viewer.get().show(view, page, frame);
    } else if (board.seasonId().isPresent()) {
      var ofSeason = new BoardViewer(session, board, audience, page, rank(board, audience));
      ofSeason.show(view, page, frame);
      followed.follow(ofSeason);
    } else {
      session.send(frame);
    }
    if (board.seasonId().isPresent()) {
      followed.keepNewest(board);
    }
  }

  private Page page(Board board, View view, Audience audience) {
    return leaderboard.page(board, view.page(), view.pageSize(), audience).as(session.user());
  }

  /** Follows nothing any more. */
  synchronized void end() {
    closed = true;
    followed.end();
    if (memberships != null) {
      memberships.close();
    }
  }
}
