package dev.laurel.realtime.personal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Answers the questions that come at about the same moment with one query. One query is under way
 * at a time; what is asked meanwhile waits for the next, so that no answer is older than its
 * question. Any thread may ask; none is held while it waits.
 */
final class QueryBatcher<K, V> {
  /** From the beginning of a query to that of the next: only who comes in a crowd waits for it. */
  private static final Duration PACE = Duration.ofMillis(20);

  /** A query that takes longer than this counts as failed, and holds up the next no more. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final int size;
  private final Function<Set<K>, Map<K, V>> query;
  private final ScheduledExecutorService executor;
  private final Map<K, CompletableFuture<V>> waiting = new LinkedHashMap<>();
  private boolean underWay;

  /**
   * @param size the most questions in one query
   * @param query answers all of the questions; may block
   */
  QueryBatcher(int size, Function<Set<K>, Map<K, V>> query, ScheduledExecutorService executor) {
    this.size = size;
    this.query = query;
    this.executor = executor;
  }

  /** The answer, or why the query failed; dependents must not block. */
  CompletionStage<V> ask(K question) {
    CompletableFuture<V> answer;
    synchronized (this) {
      answer = waiting.computeIfAbsent(question, any -> new CompletableFuture<>());
      if (underWay) {
        return answer;
      }
      underWay = true;
    }
    begin();
    return answer;
  }

  private void begin() {
    var batch = next();
    if (batch.isEmpty()) {
      return;
    }
    long begun = System.nanoTime();
    try {
      CompletableFuture.supplyAsync(() -> query.apply(batch.keySet()), executor)
          .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .whenComplete(
              (answers, failure) -> {
                scheduleNext(begun);
                finish(batch, answers, failure);
              });
    } catch (RejectedExecutionException e) {
      stop();
      finish(batch, null, e);
    }
  }

  private synchronized Map<K, CompletableFuture<V>> next() {
    var batch = new LinkedHashMap<K, CompletableFuture<V>>();
    var questions = waiting.entrySet().iterator();
    while (questions.hasNext() && batch.size() < size) {
      var question = questions.next();
      batch.put(question.getKey(), question.getValue());
      questions.remove();
    }
    underWay = !batch.isEmpty();
    return batch;
  }

  private void scheduleNext(long begun) {
    long left = PACE.toNanos() - (System.nanoTime() - begun);
    try {
      executor.schedule(this::begin, Math.max(0, left), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      stop();
    }
  }

  private synchronized void stop() {
    underWay = false;
  }

  private static <K, V> void finish(
      Map<K, CompletableFuture<V>> batch, Map<K, V> answers, Throwable failure) {
    if (failure == null) {
      batch.forEach((question, answer) -> answer.complete(answers.get(question)));
    } else {
      var cause = failure instanceof CompletionException ? failure.getCause() : failure;
      batch.values().forEach(answer -> answer.completeExceptionally(cause));
    }
  }
}
