package dev.laurel.realtime.session;

import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.realtime.RealtimeMetrics;
import dev.laurel.realtime.admission.ShutdownState;
import dev.laurel.wire.CloseCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The sessions of this node by user, bounded per user. Any thread may call. */
@ApplicationScoped
class OpenSessions {
  private final Map<String, List<Session>> byUser = new ConcurrentHashMap<>();
  private final RealtimeConfig config;
  private final Heartbeat heartbeat;
  private final ShutdownState shutdown;
  private final RealtimeMetrics metrics;

  OpenSessions(
      RealtimeConfig config, Heartbeat heartbeat, ShutdownState shutdown, RealtimeMetrics metrics) {
    this.config = config;
    this.heartbeat = heartbeat;
    this.shutdown = shutdown;
    this.metrics = metrics;
  }

  /**
   * Adds a session, unless its user has too many; then closes it.
   *
   * @return whether it was added
   */
  boolean admit(Session session) {
    if (!add(session)) {
      session.refuse();
      metrics.refused(session.endpoint(), CloseCode.TOO_MANY_CONNECTIONS.code());
      return false;
    }
    metrics.opened(session.endpoint());
    heartbeat.join(session);
    if (shutdown.hasBegun()) {
      session.close(CloseCode.SERVICE_RESTART);
    }
    return true;
  }

  private boolean add(Session session) {
    int most = config.connectionsPerUser();
    var all =
        byUser.merge(
            session.user(),
            List.of(session),
            (present, one) ->
                present.size() < most
                    ? Stream.concat(present.stream(), one.stream()).toList()
                    : present);
    return all.contains(session);
  }

  /** Removes and ends the session of a closed connection. */
  void remove(Session session) {
    heartbeat.leave(session);
    metrics.closed(session.endpoint(), session.end());
    byUser.computeIfPresent(
        session.user(),
        (user, present) -> {
          var rest = present.stream().filter(other -> other != session).toList();
          return rest.isEmpty() ? null : rest;
        });
  }

  List<Session> of(String user) {
    return byUser.getOrDefault(user, List.of());
  }

  /** All sessions; weakly consistent. */
  Stream<Session> all() {
    return byUser.values().stream().flatMap(Collection::stream);
  }

  boolean isEmpty() {
    return byUser.isEmpty();
  }
}
