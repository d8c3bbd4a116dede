package dev.laurel.submission;

import dev.laurel.errors.ProblemException;
import dev.laurel.submission.grading.SubmissionTransaction;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The one door through which results come in. What arrives while a transaction is under way shares
 * the next one, so that the cost of a commit is shared by all who wait for it, and nobody waits
 * when there is little to do. A user's submissions always go the same way, in the order in which
 * they came; different ways never wait for each other's users.
 */
@ApplicationScoped
public class SubmissionService {
  private static final Duration BUSY_RETRY = Duration.ofSeconds(1);

  private final List<SubmissionWriter> writers;
  private final SubmissionMetrics metrics;
  private final int capacity;
  private final AtomicInteger waiting = new AtomicInteger();

  SubmissionService(
      SubmissionTransaction transaction,
      SubmissionConfig config,
      ExecutorService executor,
      MeterRegistry meters,
      SubmissionMetrics metrics,
      Tracer tracer) {
    this.metrics = metrics;
    this.capacity = config.queue();
    this.writers =
        IntStream.range(0, config.writers())
            .mapToObj(
                i ->
                    new SubmissionWriter(
                        transaction, executor, config.transactionSize(), metrics, tracer))
            .toList();
    Gauge.builder("laurel.submissions.waiting", waiting, AtomicInteger::get)
        .description("Submissions taken in and not yet committed")
        .register(meters);
  }

  /**
   * Takes in submissions. Does not block.
   *
   * @param requests valid: constraints are for those to check who take them from outside
   * @return their outcomes, in the same order, once all have been committed; when some cannot be,
   *     others may have been all the same
   * @throws ProblemException 503, when more are waiting than the node can serve soon
   */
  public CompletionStage<List<Outcome>> submit(List<SubmissionRequest> requests) {
    var delivery = new Delivery(requests.size(), Span.current().getSpanContext());
    if (requests.isEmpty()) {
      return delivery.outcomes();
    }
    reserve(requests.size());
    delivery.outcomes().whenComplete((outcomes, failure) -> waiting.addAndGet(-requests.size()));
    var parts =
        IntStream.range(0, requests.size())
            .mapToObj(i -> new Delivery.Item(delivery, i, requests.get(i)))
            .collect(Collectors.groupingBy(this::writer));
    parts.forEach((writer, items) -> writers.get(writer).add(items));
    return delivery.outcomes();
  }

  /** An idle node takes in a batch of any size. */
  private void reserve(int count) {
    int before = waiting.getAndAdd(count);
    if (before > 0 && before + count > capacity) {
      waiting.addAndGet(-count);
      metrics.refused(count);
      throw ProblemException.unavailable(BUSY_RETRY);
    }
  }

  private int writer(Delivery.Item item) {
    return Math.floorMod(item.request().user().id().hashCode(), writers.size());
  }
}
