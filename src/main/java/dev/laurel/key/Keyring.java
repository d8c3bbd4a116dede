package dev.laurel.key;

import static java.util.Comparator.naturalOrder;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.broadcast.Message;
import dev.laurel.broadcast.Subscription;
import dev.laurel.outage.DatabaseAway;
import dev.laurel.outage.JobFailures;
import dev.laurel.outage.SchedulerStalled;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BinaryOperator;

/**
 * All keys, in the memory of this node, so that a request with a key costs no statement, and keys
 * work while PostgreSQL is away. Changes of other nodes are read after a hint, and every second in
 * case a hint was lost.
 */
@ApplicationScoped
class Keyring {
  private static final String CHANNEL = "keys";
  private static final String POLL = "key.changes";
  private static final String POLL_INTERVAL = "1s";

  /** How long after a change with a newer time another one may be committed. */
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  private final Broadcast broadcast;
  private final DatabaseAway databaseAway;
  private final JobFailures failures;
  private final ExecutorService executor;
  private final AtomicBoolean hinted = new AtomicBoolean();
  private final Map<String, ApiKey> keys = new HashMap<>();
  private volatile Map<String, KnownKey> byHash = Map.of();
  private Instant latest = Instant.EPOCH;
  private Subscription hints;

  Keyring(
      Broadcast broadcast,
      DatabaseAway databaseAway,
      JobFailures failures,
      ExecutorService executor) {
    this.broadcast = broadcast;
    this.databaseAway = databaseAway;
    this.failures = failures;
    this.executor = executor;
  }

  /** Reads all keys; the start fails without them, since machines would be refused. */
  void start(@Observes StartupEvent event) {
    read();
    hints = broadcast.subscribe(CHANNEL, payload -> onHint());
  }

  void stop(@Observes ShutdownEvent event) {
    hints.close();
  }

  /** The key with this text, valid or not; empty for an unknown one. Does not block. */
  Optional<KnownKey> find(String text) {
    return Optional.ofNullable(byHash.get(KeySecret.hash(text)));
  }

  /** Makes a committed change known here, and a moment later to the other nodes. Blocks. */
  void announce() {
    broadcast.publish(List.of(new Message(CHANNEL, "")));
    read();
  }

  private void onHint() {
    if (hinted.compareAndSet(false, true)) {
      executor.execute(
          () -> {
            hinted.set(false);
            readOutOfTurn();
          });
    }
  }

  void onStalled(@ObservesAsync SchedulerStalled stalled) {
    readOutOfTurn();
  }

  private void readOutOfTurn() {
    if (!databaseAway.isSkipping()) {
      try {
        read();
        failures.succeeded(POLL);
      } catch (RuntimeException e) {
        failures.failed(POLL, e);
      }
    }
  }

  @Scheduled(
      identity = POLL,
      every = POLL_INTERVAL,
      delayed = POLL_INTERVAL,
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = DatabaseAway.class)
  void poll() {
    read();
  }

  private synchronized void read() {
    var from = latest.equals(Instant.EPOCH) ? latest : latest.minus(OVERLAP);
    var changed = QuarkusTransaction.requiringNew().call(() -> ApiKey.changedSince(from));
    if (changed.isEmpty()) {
      return;
    }
    latest =
        changed.stream()
            .map(key -> key.changedAt)
            .reduce(latest, BinaryOperator.maxBy(naturalOrder()));
    changed.forEach(key -> keys.put(key.id, key));
    var found = new HashMap<String, KnownKey>();
    for (var key : keys.values()) {
      if (key.previousHash != null) {
        found.put(key.previousHash, KnownKey.previous(key));
      }
      found.put(key.hash, KnownKey.current(key));
    }
    byHash = Map.copyOf(found);
  }
}
