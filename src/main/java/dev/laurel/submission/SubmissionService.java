package dev.laurel.submission;

import dev.laurel.errors.ProblemException;
import dev.laurel.submission.results.SubmissionName;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The queue of submissions. Submissions that arrive during a transaction share the next one, so
 * that a busy node commits rarely, and an idle node makes nobody wait. Each user belongs to one of
 * a few queues, which keeps a user's submissions in order, and queues rarely wait for each other's
 * user locks: only for those of teams.
 */
@ApplicationScoped
public class SubmissionService {
  /** Transactions that a node runs at once. */
  private static final int WRITERS = 2;

  /** About how many submissions share a transaction at most; a team's is one for each member. */
  private static final int TRANSACTION_SIZE = 200;

  /**
   * A submission that waits for its transaction.
   *
   * @param trace the span of its request, the same object for all of a request; invalid if untraced
   * @param outcome completed after the commit
   */
  record Queued(SubmissionRequest request, SpanContext trace, CompletableFuture<Outcome> outcome) {}

  private final List<Writer> writers;
  private final Grading grading;
  private final ExecutorService executor;
  private final Tracer tracer;
  private final SubmissionMetrics metrics;
  private final int capacity;
  private final AtomicInteger waiting = new AtomicInteger();

  SubmissionService(
      Grading grading,
      SubmissionConfig config,
      ExecutorService executor,
      MeterRegistry meters,
      SubmissionMetrics metrics,
      Tracer tracer) {
    this.grading = grading;
    this.executor = executor;
    this.tracer = tracer;
    this.metrics = metrics;
    capacity = config.queue();
    writers = IntStream.range(0, WRITERS).mapToObj(i -> new Writer()).toList();
    Gauge.builder("laurel.submissions.waiting", waiting, AtomicInteger::get)
        .description("Submissions received and not yet committed")
        .register(meters);
  }

  /**
   * Queues submissions. Does not block.
   *
   * @param requests valid; callers check the constraints
   * @return their outcomes, in the same order, after all have been committed; if it fails, some may
   *     have been committed nevertheless
   * @throws ProblemException 503, when the queue is full
   */
  public CompletionStage<List<Outcome>> submit(List<SubmissionRequest> requests) {
    if (requests.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    reserve(requests.size());
    var trace = Span.current().getSpanContext();
    var queued =
        requests.stream()
            .map(request -> new Queued(request, trace, new CompletableFuture<>()))
            .toList();
    var outcomes = queued.stream().map(Queued::outcome).toList();
    var all =
        CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
            .whenComplete((any, failure) -> waiting.addAndGet(-requests.size()))
            .thenApply(any -> outcomes.stream().map(CompletableFuture::join).toList());
    var firstUsers = firstUsers(requests);
    // The members of a team belong to several queues: one keeps the order of the request.
    var first = requests.stream().anyMatch(SubmissionRequest::isOfTeam) ? queued.get(0) : null;
    queued.stream()
        .collect(
            Collectors.groupingBy(
                submission -> writer(first == null ? submission : first, firstUsers)))
        .forEach((writer, submissions) -> writers.get(writer).add(submissions));
    return all;
  }

  /**
   * The user whom each identity names first. Another user's result under the same identity follows
   * in that user's queue, so that within a request the first one wins, not the quicker queue.
   */
  private static Map<SubmissionName, String> firstUsers(List<SubmissionRequest> requests) {
    return requests.stream()
        .collect(
            Collectors.toMap(
                SubmissionName::of, request -> request.userIds().get(0), (first, other) -> first));
  }

  /** An idle node accepts a batch of any size. */
  private void reserve(int count) {
    int before = waiting.getAndAdd(count);
    if (before > 0 && before + count > capacity) {
      waiting.addAndGet(-count);
      metrics.refused(count);
      throw ProblemException.busy();
    }
  }

  private int writer(Queued submission, Map<SubmissionName, String> firstUsers) {
    var user = firstUsers.get(SubmissionName.of(submission.request()));
    return Math.floorMod(user.hashCode(), writers.size());
  }

  /** Commits submissions in their order of arrival, one transaction at a time. Thread-safe. */
  private final class Writer {
    private final Queue<Queued> queue = new ArrayDeque<>();
    private boolean running;

    void add(List<Queued> submissions) {
      synchronized (this) {
        queue.addAll(submissions);
        if (running) {
          return;
        }
        running = true;
      }
      try {
        executor.execute(this::run);
      } catch (RejectedExecutionException e) {
        // The node is stopping. Another one takes them.
        for (var next = next(); !next.isEmpty(); next = next()) {
          fail(next, ProblemException.unavailable());
        }
      }
    }

    private void run() {
      for (var next = next(); !next.isEmpty(); next = next()) {
        commit(next);
      }
    }

    /** The next transaction's submissions; empty ends the run. */
    private synchronized List<Queued> next() {
      var next = new ArrayList<Queued>(Math.min(TRANSACTION_SIZE, queue.size()));
      int size = 0;
      while (size < TRANSACTION_SIZE && !queue.isEmpty()) {
        next.add(queue.remove());
        size += next.get(next.size() - 1).request().userIds().size();
      }
      running = !next.isEmpty();
      return next;
    }

    private void commit(List<Queued> submissions) {
      metrics.committing(submissions.size());
      var traces = TransactionTraces.begin(tracer, submissions);
      try {
        var requests = submissions.stream().map(Queued::request).toList();
        var outcomes = grading.grade(requests, traces);
        traces.committed();
        for (int i = 0; i < requests.size(); i++) {
          metrics.committed(requests.get(i), outcomes.get(i).outcome());
          submissions.get(i).outcome().complete(outcomes.get(i));
        }
      } catch (Throwable failure) {
        // Errors too: the callers must hear of them, and the queue must go on.
        metrics.failed(submissions.size());
        traces.failed(failure);
        fail(submissions, failure);
      }
    }

    private static void fail(List<Queued> submissions, Throwable failure) {
      submissions.forEach(submission -> submission.outcome().completeExceptionally(failure));
    }
  }
}
