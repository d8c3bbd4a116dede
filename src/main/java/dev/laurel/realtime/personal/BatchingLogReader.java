package dev.laurel.realtime.personal;

import dev.laurel.notification.Cursor;
import dev.laurel.notification.LogReadBulk;
import dev.laurel.notification.LogSlice;
import dev.laurel.outage.DatabaseWatch;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
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
  private final QueryBatcher<Cursor, LogSlice> heads;
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

  /** A slice after a cursor without the entries, no older than the call. */
  CompletionStage<LogSlice> start(Cursor cursor) {
    return ask(heads, cursor);
  }

  /** Some of the entries after a cursor, no older than the call; none only if there are none. */
  CompletionStage<LogSlice> since(Cursor cursor) {
    return ask(slices, cursor);
  }

  private CompletionStage<LogSlice> ask(QueryBatcher<Cursor, LogSlice> batcher, Cursor question) {
    return database.isAway()
        ? CompletableFuture.failedFuture(new IllegalStateException("The database is away"))
        : batcher.ask(question);
  }

  private Map<Cursor, LogSlice> readHeads(Set<Cursor> cursors) {
    return read(cursors, 0);
  }

  private Map<Cursor, LogSlice> readSlices(Set<Cursor> cursors) {
    return read(cursors, Math.max(MIN_SHARE, ENTRIES / cursors.size()));
  }

  private Map<Cursor, LogSlice> read(Set<Cursor> cursors, int limit) {
    try {
      var answers = log.slices(cursors, limit);
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
