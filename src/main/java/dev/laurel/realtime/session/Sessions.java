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
import dev.laurel.security.TokenVerifier;
import dev.laurel.wire.CloseCode;
import dev.laurel.wire.Upgrade;
import io.netty.buffer.ByteBufUtil;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Begins and ends sessions, and serves what all of them have in common. */
@ApplicationScoped
public class Sessions {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");
  private static final TypedKey<Session> KEY = new TypedKey<>("laurel.session");
  private static final int MAX_TOKEN = 16_384;

  private final Vertx vertx;
  private final RealtimeConfig config;
  private final ObjectMapper mapper;
  private final ServerFrames frames;
  private final TokenVerifier verifier;
  private final Clock clock;
  private final DatabaseWatch database;
  private final OpenSessions open;
  private final RevokedSockets revoked;
  private final Backlog backlog;
  private final RealtimeMetrics metrics;
  private final TrafficMetrics traffic;

  Sessions(
      Vertx vertx,
      RealtimeConfig config,
      ObjectMapper mapper,
      ServerFrames frames,
      TokenVerifier verifier,
      Clock clock,
      DatabaseWatch database,
      OpenSessions open,
      RevokedSockets revoked,
      Backlog backlog,
      RealtimeMetrics metrics,
      TrafficMetrics traffic) {
    this.vertx = vertx;
    this.config = config;
    this.mapper = mapper;
    this.frames = frames;
    this.verifier = verifier;
    this.clock = clock;
    this.database = database;
    this.open = open;
    this.revoked = revoked;
    this.backlog = backlog;
    this.metrics = metrics;
    this.traffic = traffic;
  }

  /**
   * Begins the session of a connection, unless its user has too many. To be called on the
   * connection's own event loop.
   *
   * @param resuming whether the client speaks the resuming protocol, and so hears of its token's
   *     end beforehand
   * @param welcome does what is particular to the endpoint
   */
  public Uni<Void> begin(
      WebSocketConnection connection, boolean resuming, Function<Session, Uni<Void>> welcome) {
    var upgrade = connection.userData().remove(Upgrade.KEY);
    var caller = connection.userData().remove(UpgradePreparation.CALLER);
    upgrade.forgetRequest();
    var session =
        new Session(
            caller,
            connection,
            vertx.getOrCreateContext(),
            backlog,
            frames,
            config,
            metrics,
            traffic.of(connection.endpointId()));
    if (!open.admit(session)) {
      upgrade.end();
      return Uni.createFrom().voidItem();
    }
    connection.userData().put(KEY, session);
    session.begin(watch(session, resuming));
    session.renew(caller);
    revoked.check(session);
    // What the client sends meanwhile is served after this.
    session.serve(() -> welcome(session, welcome).onTermination().invoke(upgrade::end));
    return Uni.createFrom().voidItem();
  }

  private static Uni<Void> welcome(Session session, Function<Session, Uni<Void>> welcome) {
    return Uni.createFrom()
        .deferred(() -> welcome.apply(session))
        .onFailure()
        .recoverWithItem(
            failure -> {
              LOG.warn("a socket is closed, since it could not begin", failure);
              session.close(CloseCode.SERVER_ERROR);
              return null;
            });
  }

  private TokenWatch watch(Session session, boolean resuming) {
    var noticePeriod = resuming ? config.expiryNotice() : Duration.ZERO;
    return new TokenWatch(
        vertx,
        clock,
        noticePeriod,
        left -> session.send(new ServerFrame.TokenExpiring(inSeconds(left))),
        () -> session.close(CloseCode.TOKEN_EXPIRED));
  }

  /**
   * Rounded, because a timer is late by a moment and the client should hear of the whole second.
   */
  private static long inSeconds(Duration left) {
    return Math.max(0, left.plusMillis(500).toSeconds());
  }

  /** Ends the session of a connection that has been closed; empty if it never began. */
  public Optional<Session> end(WebSocketConnection connection) {
    var session = Optional.ofNullable(connection.userData().remove(KEY));
    session.ifPresent(open::remove);
    return session;
  }

  /**
   * Serves one frame. Whatever is wrong with it, or with serving it, becomes an error frame.
   *
   * @param handler serves what is particular to the endpoint; called on the event loop, and may
   *     throw
   */
  public Uni<Void> serve(
      WebSocketConnection connection,
      String text,
      BiFunction<Session, ClientFrame, Uni<Void>> handler) {
    var session = connection.userData().get(KEY);
    if (session != null) {
      session.serve(() -> serve(session, text, handler));
    }
    return Uni.createFrom().voidItem();
  }

  private Uni<Void> serve(
      Session session, String text, BiFunction<Session, ClientFrame, Uni<Void>> handler) {
    return Uni.createFrom()
        .deferred(
            () -> {
              var frame = read(session, text);
              return frame.type().equals("refresh_token")
                  ? refresh(session, frame.string("token", MAX_TOKEN))
                  : handler.apply(session, frame);
            })
        .onFailure()
        .recoverWithItem(
            failure -> {
              session.send(describe(failure));
              return null;
            });
  }

  private ClientFrame read(Session session, String text) {
    var type = FrameType.other;
    try {
      var frame = ClientFrame.parse(text, mapper);
      type = FrameType.ofClient(frame.type());
      return frame;
    } finally {
      session.received(type, ByteBufUtil.utf8Bytes(text));
    }
  }

  /** Answers a binary frame, which no endpoint understands. */
  public Uni<Void> refuseBinary(WebSocketConnection connection) {
    var session = connection.userData().get(KEY);
    if (session != null) {
      session.serve(
          () -> {
            session.send(FrameException.binary().failure());
            return Uni.createFrom().voidItem();
          });
    }
    return Uni.createFrom().voidItem();
  }

  private ServerFrame.Failure describe(Throwable failure) {
    if (failure instanceof FrameException expected) {
      return expected.failure();
    }
    if (!database.isBehind(failure)) {
      LOG.warnf(failure, "a frame could not be served");
    }
    return FrameException.unavailable().failure();
  }

  private Uni<Void> refresh(Session session, String token) {
    return verifier
        .verify(token)
        .onFailure(AuthenticationFailedException.class)
        .transform(failure -> FrameException.field("token", "is not valid"))
        .invoke(
            caller -> {
              if (!caller.id().equals(session.user())) {
                throw FrameException.forbidden("The token is not this user's.");
              }
              session.renew(caller);
              revoked.check(session);
              var left = Duration.between(clock.instant(), caller.expiresAt());
              session.send(new ServerFrame.TokenRefreshed(inSeconds(left)));
            })
        .replaceWithVoid();
  }
}
