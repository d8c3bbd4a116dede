package dev.laurel.realtime.session;

import dev.laurel.security.Revocations;
import dev.laurel.security.TokensRevoked;
import dev.laurel.wire.CloseCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Closes the sockets whose tokens are revoked. Any thread may call. */
@ApplicationScoped
class RevokedSockets {
  private final OpenSessions sessions;
  private final Revocations revocations;

  RevokedSockets(OpenSessions sessions, Revocations revocations) {
    this.sessions = sessions;
    this.revocations = revocations;
  }

  void close(@Observes TokensRevoked revoked) {
    (revoked.others()
            ? sessions.all()
            : revoked.users().stream().flatMap(user -> sessions.of(user).stream()))
        .forEach(this::check);
  }

  /**
   * Closes a session whose token has been revoked. To be asked once a session can be found by its
   * user, and again for each further token: what is revoked before that finds no session to close.
   */
  void check(Session session) {
    if (revocations.cover(session.caller())) {
      session.close(CloseCode.ACCESS_REVOKED);
    }
  }
}
