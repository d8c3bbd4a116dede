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
 * How a node goes away: no new sockets, the open ones are closed little by little, so that the
 * other nodes get their clients little by little, and what was asked is answered. Until all that is
 * done, or has taken too long, the server goes on as ever: the shutdown waits here.
 */
@ApplicationScoped
class Drain {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");
  private static final Duration STEP = Duration.ofMillis(50);

  /** Fewer at a time would only make a small node slow to stop. */
  private static final int LEAST_PER_STEP = 20;

  private final ShutdownState goingAway;
  private final OpenSessions open;
  private final UpgradeGate gate;
  private final RequestsInHand requests;
  private final RealtimeConfig config;

  Drain(
      ShutdownState goingAway,
      OpenSessions open,
      UpgradeGate gate,
      RequestsInHand requests,
      RealtimeConfig config) {
    this.goingAway = goingAway;
    this.open = open;
    this.gate = gate;
    this.requests = requests;
    this.config = config;
  }

  /** After all who have something to end so that requests in hand can be answered. */
  void drain(
      @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownDelayInitiatedEvent event) {
    goingAway.begin();
    try {
      closeAll();
      // Those that were being opened when it began are closed as soon as they are open.
      await(gate::isEmpty, config.drainTimeout());
      await(open::isEmpty, config.closeGrace().plus(STEP));
      if (!await(requests::isEmpty, config.drainTimeout())) {
        LOG.warn("requests are cut off, having taken too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * In an order of chance: users with many sockets should not be cut off from all of them at once.
   */
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
