package dev.laurel.realtime.session;

import dev.laurel.outage.NodeClock;
import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.realtime.frame.ClientFrame;
import dev.laurel.realtime.frame.FrameException;
import dev.laurel.realtime.frame.ServerFrame;
import dev.laurel.security.Revocations;
import dev.laurel.security.TokenVerifier;
import dev.laurel.security.TokensRevoked;
import dev.laurel.wire.CloseCode;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;

/** Keeps each session to its token: expiry, refresh and revocation. Any thread may call. */
@ApplicationScoped
class SessionTokens {
  private static final int MAX_TOKEN = 16_384;

  private final Vertx vertx;
  private final RealtimeConfig config;
  private final Clock clock;
  private final TokenVerifier verifier;
  private final Revocations revocations;
  private final OpenSessions sessions;

  SessionTokens(
      Vertx vertx,
      RealtimeConfig config,
      @NodeClock Clock clock,
      TokenVerifier verifier,
      Revocations revocations,
      OpenSessions sessions) {
    this.vertx = vertx;
    this.config = config;
    this.clock = clock;
    this.verifier = verifier;
    this.revocations = revocations;
    this.sessions = sessions;
  }

  /** Makes the watch on a session's token, which warns resuming clients before it expires. */
  TokenWatch watch(Session session, boolean resuming) {
    return new TokenWatch(vertx, clock, resuming ? config.expiryNotice() : Duration.ZERO, session);
  }

  /** Continues a session with a new token of its user, which is in a frame. */
  Uni<Void> refresh(Session session, ClientFrame frame) {
    return verifier
        .verify(frame.string("token", MAX_TOKEN))
        .onFailure(AuthenticationFailedException.class)
        .transform(failure -> FrameException.field("token", "is not valid"))
        .invoke(
            caller -> {
              if (!caller.id().equals(session.user())) {
                throw new FrameException(
                    ServerFrame.Code.forbidden, "The token is not this user's.");
              }
              long left = session.renew(caller);
              closeIfRevoked(session);
              session.send(new ServerFrame.TokenRefreshed(left));
            })
        .replaceWithVoid();
  }

  void close(@Observes TokensRevoked revoked) {
    (revoked.others()
            ? sessions.all()
            : revoked.users().stream().flatMap(user -> sessions.of(user).stream()))
        .forEach(this::closeIfRevoked);
  }

  /**
   * Closes a session whose token is revoked. Call it once the session is in {@link OpenSessions},
   * and for each further token: an earlier revocation found no session to close.
   */
  void closeIfRevoked(Session session) {
    if (revocations.isRevoked(session.caller())) {
      session.close(CloseCode.ACCESS_REVOKED);
    }
  }
}
