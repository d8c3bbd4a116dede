package dev.laurel.realtime.session;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.laurel.realtime.RealtimeConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Pings all clients of the node at an interval, and drops the silent ones. One timer serves all: a
 * hundredth of the sessions with each beat, so that pings and pongs are spread over the interval.
 */
@ApplicationScoped
class Heartbeat {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");
  private static final int BEATS_PER_INTERVAL = 100;

  /** The sessions pinged with the same beat. */
  private static final class Group {
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private long pingedAt;
    private boolean awaited;
  }

  private final ScheduledExecutorService executor;
  private final long beatNanos;
  private final long patienceNanos;
  private final List<Group> groups = Stream.generate(Group::new).limit(BEATS_PER_INTERVAL).toList();
  private int beat;
  private long lastBeatAt;
  private Future<?> beats = CompletableFuture.completedFuture(null);

  Heartbeat(RealtimeConfig config, ScheduledExecutorService executor) {
    this.executor = executor;
    this.beatNanos = config.heartbeat().toNanos() / BEATS_PER_INTERVAL;
    this.patienceNanos = config.pongTimeout().toNanos();
    if (config.pongTimeout().compareTo(config.heartbeat()) >= 0) {
      throw new IllegalArgumentException(
          "laurel.realtime.pong-timeout must be shorter than laurel.realtime.heartbeat");
    }
  }

  void start(@Observes StartupEvent event) {
    lastBeatAt = System.nanoTime();
    beats = executor.scheduleWithFixedDelay(this::beat, beatNanos, beatNanos, NANOSECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    beats.cancel(false);
  }

  void join(Session session) {
    group(session).sessions.add(session);
  }

  void leave(Session session) {
    group(session).sessions.remove(session);
  }

  private Group group(Session session) {
    return groups.get(Math.floorMod(session.hashCode(), BEATS_PER_INTERVAL));
  }

  private void beat() {
    long now = System.nanoTime();
    try {
      if (now - lastBeatAt > patienceNanos / 2) {
        // The node itself stood still, and may not have read what the clients sent.
        groups.forEach(group -> group.awaited = false);
      }
      groups.forEach(group -> dropSilent(group, now));
      ping(groups.get(beat), now);
    } catch (RuntimeException e) {
      LOG.warn("a heartbeat failed", e);
    }
    beat = (beat + 1) % BEATS_PER_INTERVAL;
    lastBeatAt = now;
  }

  private void ping(Group group, long now) {
    group.pingedAt = now;
    group.awaited = true;
    group.sessions.forEach(Session::ping);
  }

  private void dropSilent(Group group, long now) {
    if (group.awaited && now - group.pingedAt >= patienceNanos) {
      group.awaited = false;
      group.sessions.forEach(session -> session.dropIfSilentSince(group.pingedAt));
    }
  }
}
