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
 * Bounds the bytes on their way to all clients of this node. Above the bound it closes clients that
 * are behind, those with most bytes waiting first, and never one that keeps up. Any thread may
 * call.
 */
@ApplicationScoped
class Backlog {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");

  /** Pause between two rounds of closing, which take a moment to show. */
  private static final long REST_MILLIS = 100;

  /** One client of the node. */
  interface Client {
    /** The bytes that wait, without those that are with the network. */
    int waitingBytes();

    /** Closes the client if it is still behind, and discards what waits for it. */
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

  /** A client has more to be sent than the network takes. */
  void behind(Client client) {
    behind.add(client);
  }

  /** A client has nothing waiting. */
  void caughtUp(Client client) {
    behind.remove(client);
  }

  private void relieve() {
    try {
      // Copied: sorting fails on sizes that change meanwhile.
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
        LOG.warnf("too many bytes wait for slow clients: %d of them closed", closed);
      }
    } finally {
      executor.schedule(() -> relieving.set(false), REST_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
