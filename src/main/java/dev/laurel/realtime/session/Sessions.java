package dev.laurel.realtime.session;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.outage.DatabaseWatch;
import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.realtime.RealtimeMetrics;
import dev.laurel.realtime.admission.UpgradePreparation;
import dev.laurel.realtime.frame.ClientFrame;
import dev.laurel.realtime.frame.FrameException;
import dev.laurel.realtime.frame.FrameType;
import dev.laurel.realtime.frame.ServerFrame;
import dev.laurel.realtime.frame.ServerFrames;
import dev.laurel.wire.CloseCode;
import dev.laurel.wire.Upgrade;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Begins and ends sessions for both endpoints, serves their frames, and handles failures that
 * neither does. For that Quarkus calls it from the packages of the endpoints.
 */
@ApplicationScoped
public class Sessions {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");
  private static final TypedKey<Session> KEY = new TypedKey<>("laurel.session");

  private final Vertx vertx;
  private final RealtimeConfig config;
  private final ObjectMapper mapper;
  private final ServerFrames frames;
  private final DatabaseWatch database;
  private final OpenSessions open;
  private final SessionTokens tokens;
  private final Backlog backlog;
  private final RealtimeMetrics metrics;
  private final Traffic traffic;

  Sessions(
      Vertx vertx,
      RealtimeConfig config,
      ObjectMapper mapper,
      ServerFrames frames,
      DatabaseWatch database,
      OpenSessions open,
      SessionTokens tokens,
      Backlog backlog,
      RealtimeMetrics metrics,
      Traffic traffic) {
    this.vertx = vertx;
    this.config = config;
    this.mapper = mapper;
    this.frames = frames;
    this.database = database;
    this.open = open;
    this.tokens = tokens;
    this.backlog = backlog;
    this.metrics = metrics;
    this.traffic = traffic;
  }

  /**
   * Begins the session of a connection, unless its user has too many. On the connection's thread.
   *
   * @param resuming whether the client speaks the resuming protocol, and so is warned before its
   *     token expires
   * @param welcome the endpoint's own part, served before all frames of the client
   */
  public Uni<Void> begin(
      WebSocketConnection connection, boolean resuming, Function<Session, Uni<Void>> welcome) {
    var upgrade = connection.userData().remove(Upgrade.KEY);
    var caller = connection.userData().remove(UpgradePreparation.CALLER);
    upgrade.forgetRequest();
    var socket = new Socket(connection, traffic.of(connection.endpointId()), metrics);
    var context = vertx.getOrCreateContext();
    var session = new Session(caller, socket, context, backlog, frames, config, metrics);
    if (open.admit(session)) {
      connection.userData().put(KEY, session);
      session.open(tokens.watch(session, resuming));
      tokens.closeIfRevoked(session);
      session.welcome(() -> welcome(session, welcome).onTermination().invoke(upgrade::end));
    } else {
      upgrade.end();
    }
    return Uni.createFrom().voidItem();
  }

  private static Uni<Void> welcome(Session session, Function<Session, Uni<Void>> welcome) {
    return Uni.createFrom()
        .deferred(() -> welcome.apply(session))
        .onFailure()
        .recoverWithItem(
            failure -> {
              LOG.warn("a socket is closed, since its welcome failed", failure);
              session.close(CloseCode.SERVER_ERROR);
              return null;
            });
  }

  /** Ends the session of a closed connection; empty if it never began. */
  public Optional<Session> end(WebSocketConnection connection) {
    var session = Optional.ofNullable(connection.userData().remove(KEY));
    session.ifPresent(open::remove);
    return session;
  }

  /**
   * Serves a frame of the client. Answers a failure with an error frame.
   *
   * @param handler the endpoint's own part; called on the event loop, and may throw
   */
  public Uni<Void> serve(
      WebSocketConnection connection,
      String text,
      BiFunction<Session, ClientFrame, Uni<Void>> handler) {
    return serve(
        connection,
        () -> ClientFrame.kind(text, mapper),
        session -> {
          var frame = read(text, traffic.of(connection.endpointId()));
          return frame.type().equals("refresh_token")
              ? tokens.refresh(session, frame)
              : handler.apply(session, frame);
        });
  }

  /** Answers a binary frame, which no endpoint understands, with an error frame. */
  public Uni<Void> refuseBinary(WebSocketConnection connection) {
    return serve(
        connection,
        () -> ClientFrame.UNREADABLE,
        session -> {
          throw new FrameException(
              ServerFrame.Code.invalid_json,
              "A frame must be JSON text; binary frames are not understood.");
        });
  }

  private Uni<Void> serve(
      WebSocketConnection connection, Supplier<String> kind, Function<Session, Uni<Void>> service) {
    var session = connection.userData().get(KEY);
    if (session != null) {
      session.serve(
          kind,
          () ->
              Uni.createFrom()
                  .deferred(() -> service.apply(session))
                  .onFailure()
                  .recoverWithItem(
                      failure -> {
                        session.send(describe(failure));
                        return null;
                      }));
    }
    return Uni.createFrom().voidItem();
  }

  @OnError
  public Uni<Void> failed(Throwable failure, WebSocketConnection connection) {
    if (connection.isClosed() || failure instanceof IOException) {
      // Clients come and go as networks do; their end is told to the endpoint anyway.
      LOG.debugf(failure, "connection %s broke off", connection.id());
      return Uni.createFrom().voidItem();
    }
    LOG.warn("a socket is closed, since it failed", failure);
    return connection.close(CloseCode.SERVER_ERROR.reason());
  }

  private ClientFrame read(String text, Traffic.Endpoint counters) {
    var type = FrameType.other;
    try {
      var frame = ClientFrame.parse(text, mapper);
      type = FrameType.ofClient(frame.type());
      return frame;
    } finally {
      counters.received(type, text.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  private ServerFrame.Failure describe(Throwable failure) {
    if (failure instanceof FrameException expected) {
      return expected.failure();
    }
    if (!database.isCausedByOutage(failure)) {
      LOG.warnf(failure, "a frame could not be served");
    }
    return new ServerFrame.Failure(
        ServerFrame.Code.unavailable, "This cannot be answered at the moment. Try again later.");
  }
}
