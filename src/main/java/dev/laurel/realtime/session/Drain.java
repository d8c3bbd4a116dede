package dev.laurel.realtime.session;

import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.realtime.admission.RequestsInHand;
import dev.laurel.realtime.admission.ShutdownState;
import dev.laurel.realtime.admission.UpgradeGate;
import dev.laurel.wire.CloseCode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Drains the node before it stops: accepts no new sockets, closes the open ones over the drain
 * period, so that their clients reach the other nodes gradually, and lets requests in hand finish.
 * Quarkus keeps serving until this observer returns.
 */
@ApplicationScoped
class Drain {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");
  private static final Duration STEP = Duration.ofMillis(50);

  /** With fewer, a small node would take long to stop. */
  private static final int LEAST_PER_STEP = 20;

  private final ShutdownState shutdown;
  private final OpenSessions open;
  private final UpgradeGate gate;
  private final RequestsInHand requests;
  private final RealtimeConfig config;

  Drain(
      ShutdownState shutdown,
      OpenSessions open,
      UpgradeGate gate,
      RequestsInHand requests,
      RealtimeConfig config) {
    this.shutdown = shutdown;
    this.open = open;
    this.gate = gate;
    this.requests = requests;
    this.config = config;
  }

  /** Last of the observers: others end what requests in hand wait for. */
  void drain(
      @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownDelayInitiatedEvent event) {
    shutdown.begin();
    try {
      closeAll();
      // Upgrades that were in hand become sessions, which OpenSessions closes at once.
      await(gate::isEmpty, config.drainTimeout());
      await(open::isEmpty, config.closeGrace().plus(STEP));
      if (!await(requests::isEmpty, config.drainTimeout())) {
        LOG.warn("requests are cut off: they took too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes in random order, so that a user with many sockets does not lose all at once. */
  private void closeAll() throws InterruptedException {
    List<Session> sessions = new ArrayList<>(open.all().toList());
    if (sessions.isEmpty()) {
      return;
    }
    LOG.infof("%d sockets are being closed", sessions.size());
    Collections.shuffle(sessions);
    int steps = (int) Math.max(1, config.drainPeriod().dividedBy(STEP));
    int perStep = Math.max(LEAST_PER_STEP, (sessions.size() + steps - 1) / steps);
    for (int from = 0; from < sessions.size(); from += perStep) {
      int to = Math.min(sessions.size(), from + perStep);
      sessions.subList(from, to).forEach(session -> session.close(CloseCode.SERVICE_RESTART));
      pause();
    }
  }

  private static boolean await(BooleanSupplier condition, Duration atMost)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  private static void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(STEP.toMillis());
  }
}
