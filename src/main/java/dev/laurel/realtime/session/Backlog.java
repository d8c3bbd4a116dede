package dev.laurel.realtime.session;

import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.realtime.RealtimeMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The bytes that are on their way to all clients of this node. Past the bound, those who are behind
 * are closed, who has most waiting first; who keeps up is never touched. Any thread may call.
 */
@ApplicationScoped
class Backlog {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");

  /** How long a relief may take to show before the next one; closing is not done in an instant. */
  private static final long REST_MILLIS = 100;

  /** One client's part. */
  interface Client {
    /** What waits for it, without what is on its way already. */
    int waitingBytes();

    /** Closes the client, if it is still behind, and lets go of what waits for it. */
    void giveUp();
  }

  private final long bound;
  private final ScheduledExecutorService executor;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicBoolean relieving = new AtomicBoolean();
  private final Set<Client> behind = ConcurrentHashMap.newKeySet();

  Backlog(RealtimeConfig config, ScheduledExecutorService executor, RealtimeMetrics metrics) {
    this.bound = config.nodeQueueBytes();
    this.executor = executor;
    metrics.gauge("queue.bytes", "Bytes on their way to all clients", bytes, AtomicLong::get);
    metrics.gauge("queue.behind", "Clients for which frames are waiting", behind, Set::size);
  }

  void add(int more) {
    if (bytes.addAndGet(more) > bound && relieving.compareAndSet(false, true)) {
      executor.execute(this::relieve);
    }
  }

  void remove(int less) {
    bytes.addAndGet(-less);
  }

  long bytes() {
    return bytes.get();
  }

  /** A client has more waiting than the network takes at the moment. */
  void behind(Client client) {
    behind.add(client);
  }

  /** A client has nothing waiting any more. */
  void caughtUp(Client client) {
    behind.remove(client);
  }

  private void relieve() {
    try {
      // Sizes change while they are compared, which a sort does not bear.
      var sizes =
          behind.stream().collect(Collectors.toMap(Function.identity(), Client::waitingBytes));
      var slowestFirst =
          sizes.entrySet().stream()
              .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
              .map(Map.Entry::getKey)
              .iterator();
      int closed = 0;
      for (; bytes.get() > bound && slowestFirst.hasNext(); closed++) {
        slowestFirst.next().giveUp();
      }
      if (closed > 0) {
        LOG.warnf("too much is waiting for slow clients: %d of them closed", closed);
      }
    } finally {
      executor.schedule(() -> relieving.set(false), REST_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
