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
 * Answers questions that arrive at about the same time with one query. One query runs at a time;
 * later questions wait for the next, so no answer is older than its question. Any thread may ask,
 * and none is blocked.
 */
final class QueryBatcher<K, V> {
  /** From the start of a query to that of the next. A single question does not wait. */
  private static final Duration PACE = Duration.ofMillis(20);

  /** A query that takes longer counts as failed, and no longer delays the next. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final int size;
  private final Function<Set<K>, Map<K, V>> query;
  private final ScheduledExecutorService executor;
  private final Map<K, CompletableFuture<V>> waiting = new LinkedHashMap<>();
  private boolean running;

  /**
   * @param size the maximum of questions in one query
   * @param query answers all its questions; may block
   */
  QueryBatcher(int size, Function<Set<K>, Map<K, V>> query, ScheduledExecutorService executor) {
    this.size = size;
    this.query = query;
    this.executor = executor;
  }

  /** Completes with the answer, or as the query fails. Dependents must not block. */
  CompletionStage<V> ask(K question) {
    CompletableFuture<V> answer;
    synchronized (this) {
      answer = waiting.computeIfAbsent(question, any -> new CompletableFuture<>());
      if (running) {
        return answer;
      }
      running = true;
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
    running = !batch.isEmpty();
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
    running = false;
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
