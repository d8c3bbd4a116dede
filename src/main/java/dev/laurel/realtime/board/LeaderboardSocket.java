package dev.laurel.realtime.board;

import dev.laurel.leaderboard.Audience;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Leaderboard;
import dev.laurel.leaderboard.season.Season;
import dev.laurel.leaderboard.season.Seasons;
import dev.laurel.realtime.Endpoints;
import dev.laurel.realtime.board.BoardViewer.View;
import dev.laurel.realtime.frame.ClientFrame;
import dev.laurel.realtime.frame.FrameException;
import dev.laurel.realtime.frame.ServerFrame.Code;
import dev.laurel.realtime.session.Session;
import dev.laurel.realtime.session.Sessions;
import dev.laurel.security.SocketPaths;
import io.quarkus.security.Authenticated;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** The WebSocket endpoint of leaderboards: sends boards and ranks as they change. */
@WebSocket(
    path = SocketPaths.LEADERBOARD,
    endpointId = Endpoints.LEADERBOARD,
    inboundProcessingMode = InboundProcessingMode.CONCURRENT)
@Authenticated
public class LeaderboardSocket {
  private static final TypedKey<BoardSession> KEY = new TypedKey<>("laurel.board-session");

  private final Sessions sessions;
  private final BoardSessions boardSessions;
  private final Seasons seasons;
  private final Executor executor;

  LeaderboardSocket(
      Sessions sessions, BoardSessions boardSessions, Seasons seasons, ExecutorService executor) {
    this.sessions = sessions;
    this.boardSessions = boardSessions;
    this.seasons = seasons;
    this.executor = executor;
  }

  @OnOpen
  Uni<Void> open(WebSocketConnection connection) {
    return sessions.begin(connection, false, session -> welcome(session, connection));
  }

  private Uni<Void> welcome(Session session, WebSocketConnection connection) {
    var boards = boardSessions.open(session);
    connection.userData().put(KEY, boards);
    return Uni.createFrom()
        .voidItem()
        .invoke(() -> boardSessions.begin(boards))
        .runSubscriptionOn(executor);
  }

  @OnTextMessage
  Uni<Void> text(String text, WebSocketConnection connection) {
    var boards = connection.userData().get(KEY);
    return sessions.serve(connection, text, (session, frame) -> serve(boards, frame));
  }

  private Uni<Void> serve(BoardSession boards, ClientFrame frame) {
    return switch (frame.type()) {
      case "request_leaderboard" -> {
        var board = board(frame);
        var view = new View(frame.integer("page", 1, Integer.MAX_VALUE, 1), pageSize(frame));
        yield asMember(boards, board, (found, audience) -> boards.show(found, view, audience));
      }
      case "request_user_rank" -> {
        int pageSize = pageSize(frame);
        yield asMember(
            boards, board(frame), (found, audience) -> boards.showRank(found, pageSize, audience));
      }
      default -> throw new FrameException(Code.unknown_type, "This type is not known here.");
    };
  }

  /** Finds the board that a frame names, when called, which blocks; empty for an unknown season. */
  private Supplier<Optional<Board>> board(ClientFrame frame) {
    var season = frame.season();
    if (season.isPresent()) {
      return () -> season.flatMap(seasons::find).map(Season::board);
    }
    var total = Optional.of(frame.board());
    return () -> total;
  }

  private static int pageSize(ClientFrame frame) {
    return frame.integer("page_size", 1, Leaderboard.MAX_PAGE_SIZE, 20);
  }

  /** Refuses foreign and unknown boards alike, so that nobody learns which exist. */
  private Uni<Void> asMember(
      BoardSession boards, Supplier<Optional<Board>> board, BiConsumer<Board, Audience> action) {
    return boards.begun().emitOn(executor).invoke(() -> boards.asMember(board.get(), action));
  }

  @OnBinaryMessage
  Uni<Void> binary(Buffer bytes, WebSocketConnection connection) {
    return sessions.refuseBinary(connection);
  }

  @OnClose
  Uni<Void> close(WebSocketConnection connection) {
    sessions.end(connection);
    var boards = connection.userData().get(KEY);
    if (boards != null) {
      boardSessions.close(boards);
    }
    return Uni.createFrom().voidItem();
  }
}
