package dev.laurel.realtime;

import dev.laurel.leaderboard.Audience;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Leaderboard;
import dev.laurel.realtime.BoardViewer.View;
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
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/** The leaderboard socket: boards and ranks, as they change. */
@WebSocket(
    path = SocketPaths.LEADERBOARD,
    endpointId = LeaderboardSocket.ID,
    inboundProcessingMode = InboundProcessingMode.CONCURRENT)
@Authenticated
class LeaderboardSocket {
  static final String ID = "leaderboard";

  private static final TypedKey<BoardSession> KEY = new TypedKey<>("laurel.board-session");

  private final Sessions sessions;
  private final BoardSessions boardSessions;
  private final Leaderboard leaderboard;
  private final ServerFrames frames;
  private final Executor executor;

  LeaderboardSocket(
      Sessions sessions,
      BoardSessions boardSessions,
      Leaderboard leaderboard,
      ServerFrames frames,
      ExecutorService executor) {
    this.sessions = sessions;
    this.boardSessions = boardSessions;
    this.leaderboard = leaderboard;
    this.frames = frames;
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
        var board = frame.board();
        var view =
            new View(
                frame.integer("page", 1, Integer.MAX_VALUE, 1),
                frame.integer("page_size", 1, Leaderboard.MAX_PAGE_SIZE, 20));
        yield asMember(boards, board, audience -> boards.show(board, view, audience, frames));
      }
      case "request_user_rank" -> {
        var board = frame.board();
        yield asMember(boards, board, audience -> sendRank(boards.session(), board, audience));
      }
      default -> throw FrameException.unknownType();
    };
  }

  private void sendRank(Session session, Board board, Audience audience) {
    session.send(
        new ServerFrame.UserRankData(
            board.type(),
            board.classId().orElse(null),
            leaderboard.rank(board, session.user(), audience)));
  }

  /** Says the same of classes that do not exist, so that nobody learns which do. */
  private Uni<Void> asMember(BoardSession boards, Board board, Consumer<Audience> action) {
    var user = boards.session().user();
    return boards
        .begun()
        .emitOn(executor)
        .invoke(
            () ->
                action.accept(
                    leaderboard
                        .audience(board, user)
                        .orElseThrow(
                            () ->
                                FrameException.forbidden(
                                    "Only members of a class see its board."))));
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
