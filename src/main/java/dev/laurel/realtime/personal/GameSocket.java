package dev.laurel.realtime.personal;

import dev.laurel.realtime.Endpoints;
import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.realtime.frame.ClientFrame;
import dev.laurel.realtime.frame.ServerFrame;
import dev.laurel.realtime.session.Session;
import dev.laurel.realtime.session.Sessions;
import dev.laurel.security.SocketPaths;
import io.quarkus.security.Authenticated;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;

/** The personal socket: a user's events as they are committed. */
@WebSocket(
    path = SocketPaths.GAME,
    endpointId = Endpoints.GAME,
    inboundProcessingMode = InboundProcessingMode.CONCURRENT)
@Authenticated
public class GameSocket {
  private final Sessions sessions;
  private final PersonalFeeds feeds;
  private final DeliveryMetrics metrics;
  private final RealtimeConfig config;

  GameSocket(
      Sessions sessions, PersonalFeeds feeds, DeliveryMetrics metrics, RealtimeConfig config) {
    this.sessions = sessions;
    this.feeds = feeds;
    this.metrics = metrics;
    this.config = config;
  }

  @OnOpen
  Uni<Void> open(WebSocketConnection connection) {
    var start = connection.userData().remove(StartPoint.KEY);
    return sessions.begin(connection, start.resuming(), session -> welcome(session, start));
  }

  private Uni<Void> welcome(Session session, StartPoint start) {
    if (start.resuming()) {
      metrics.resumed(start.recoverable());
      session.send(start.frame(config.heartbeat()));
    }
    feeds.join(session, start);
    return Uni.createFrom().voidItem();
  }

  @OnTextMessage
  Uni<Void> text(String text, WebSocketConnection connection) {
    return sessions.serve(connection, text, this::serve);
  }

  private Uni<Void> serve(Session session, ClientFrame frame) {
    if (frame.type().equals("ack")) {
      return feeds.ack(session, frame.integer("seq", 0, Long.MAX_VALUE));
    }
    // Existing clients send any type, and take the answer as a sign of life.
    session.send(new ServerFrame.Echo("Received: " + frame.type()));
    return Uni.createFrom().voidItem();
  }

  @OnBinaryMessage
  Uni<Void> binary(Buffer bytes, WebSocketConnection connection) {
    return sessions.refuseBinary(connection);
  }

  @OnClose
  Uni<Void> close(WebSocketConnection connection) {
    sessions.end(connection).ifPresent(feeds::leave);
    return Uni.createFrom().voidItem();
  }
}
