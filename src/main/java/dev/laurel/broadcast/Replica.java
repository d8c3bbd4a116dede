package dev.laurel.broadcast;

import static java.util.Comparator.naturalOrder;

import dev.laurel.outage.DatabaseAway;
import dev.laurel.outage.JobFailures;
import dev.laurel.outage.SchedulerStalled;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BinaryOperator;

/**
 * A table that every node has in memory, so that a look costs no statement and works while
 * PostgreSQL is away. Rows changed by other nodes are read after a hint, and by a periodic job in
 * case a hint was lost.
 *
 * <p>A subclass is a {@code @Singleton} bean. It calls {@link #read} in a scheduled method, since
 * those are not inherited, and {@link #announce} after a commit.
 *
 * @param <T> a row
 */
public abstract class Replica<T> {
  /** How often the scheduled method of a subclass reads. */
  protected static final String POLL_INTERVAL = "1s";

  /** How long after a change with a newer time another one may be committed. */
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  private final String channel;
  private final String job;
  private final Broadcast broadcast;
  private final DatabaseAway databaseAway;
  private final JobFailures failures;
  private final ExecutorService executor;
  private final AtomicBoolean hinted = new AtomicBoolean();
  private Instant latest = Instant.EPOCH;
  private Subscription hints;

  /**
   * @param channel of the hints
   * @param job the identity of the subclass's scheduled method
   */
  protected Replica(
      String channel,
      String job,
      Broadcast broadcast,
      DatabaseAway databaseAway,
      JobFailures failures,
      ExecutorService executor) {
    this.channel = channel;
    this.job = job;
    this.broadcast = broadcast;
    this.databaseAway = databaseAway;
    this.failures = failures;
    this.executor = executor;
  }

  /** The rows whose {@link #changedAt} is the moment or later. Runs in a transaction. */
  protected abstract List<T> changedSince(Instant moment);

  /** When the row was changed last, by PostgreSQL's clock. */
  protected abstract Instant changedAt(T row);

  /** Takes over rows, at least one; some of them may be known already. One call at a time. */
  protected abstract void apply(List<T> changed);

  /** Reads all rows; the start fails without them, since the node would decide without them. */
  void start(@Observes StartupEvent event) {
    read();
    hints = broadcast.subscribe(channel, payload -> onHint());
  }

  void stop(@Observes ShutdownEvent event) {
    hints.close();
  }

  /** Makes a committed change known here, and a moment later to the other nodes. Blocks. */
  public final void announce() {
    broadcast.publish(List.of(new Message(channel, "")));
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
    // Otherwise the next turn finds the changes: waiting would occupy a worker for each hint.
    if (!databaseAway.isSkipping()) {
      try {
        read();
        failures.succeeded(job);
      } catch (RuntimeException e) {
        failures.failed(job, e);
      }
    }
  }

  /** Reads what has changed lately. Blocks. */
  protected final synchronized void read() {
    var from = latest.equals(Instant.EPOCH) ? latest : latest.minus(OVERLAP);
    var changed = QuarkusTransaction.requiringNew().call(() -> changedSince(from));
    if (!changed.isEmpty()) {
      latest =
          changed.stream()
              .map(this::changedAt)
              .reduce(latest, BinaryOperator.maxBy(naturalOrder()));
      apply(changed);
    }
  }
}
