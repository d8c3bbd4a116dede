package dev.laurel.realtime.personal;

import dev.laurel.notification.LogHead;
import dev.laurel.notification.LogReadBulk;
import dev.laurel.notification.LogReadBulk.Cursor;
import dev.laurel.notification.LogSlice;
import dev.laurel.outage.DatabaseWatch;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Reads logs for sockets: thousands that return at once share a few queries. Never blocks;
 * dependents of the answers must not either.
 */
@ApplicationScoped
class BatchingLogReader {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");
  private static final int HEADS = 2_000;
  private static final int SLICES = 200;
  private static final int ENTRIES = 500;

  /** The least that each gets of the entries that many share; most have missed less. */
  private static final int MIN_SHARE = 20;

  private final LogReadBulk log;
  private final DeliveryMetrics metrics;
  private final DatabaseWatch database;
  private final QueryBatcher<String, LogHead> heads;
  private final QueryBatcher<Cursor, LogSlice> slices;

  BatchingLogReader(
      LogReadBulk log,
      DeliveryMetrics metrics,
      DatabaseWatch database,
      ScheduledExecutorService executor) {
    this.log = log;
    this.metrics = metrics;
    this.database = database;
    this.heads = new QueryBatcher<>(HEADS, this::readHeads, executor);
    this.slices = new QueryBatcher<>(SLICES, this::readSlices, executor);
  }

  /** The head of a user's log, no older than the call. */
  CompletionStage<LogHead> head(String user) {
    return ask(heads, user);
  }

  /** Some of the entries after {@code seq}, no older than the call; none only if there are none. */
  CompletionStage<LogSlice> since(String user, long seq) {
    return ask(slices, new Cursor(user, seq));
  }

  private <K, V> CompletionStage<V> ask(QueryBatcher<K, V> batcher, K question) {
    return database.isAway()
        ? CompletableFuture.failedFuture(new IllegalStateException("The database is away"))
        : batcher.ask(question);
  }

  private Map<String, LogHead> readHeads(Set<String> users) {
    return measured(() -> log.heads(users));
  }

  private Map<Cursor, LogSlice> readSlices(Set<Cursor> places) {
    return measured(() -> log.slices(places, Math.max(MIN_SHARE, ENTRIES / places.size())));
  }

  private <K, V> Map<K, V> measured(Supplier<Map<K, V>> query) {
    try {
      var answers = query.get();
      metrics.read(answers.size());
      return answers;
    } catch (RuntimeException e) {
      if (!database.isCausedByOutage(e)) {
        LOG.warn("logs cannot be read", e);
      }
      throw e;
    }
  }
}
