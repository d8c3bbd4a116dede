package dev.laurel.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.TestTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Submits at an even pace, for its users in turn, and repeats each submission until it is accepted,
 * as an autograder's queue does. The title of each problem is the submission's id, by which frames
 * are matched.
 */
final class Grader implements AutoCloseable {
  /** The most requests at a time. */
  private static final int WORKERS = 64;

  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Duration AFTER_BROKEN_CONNECTION = Duration.ofMillis(300);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
  private final String token =
      TestTokens.of("gradebot", "gradebot", Instant.now().plus(Duration.ofHours(2)), "grader");
  private final Supplier<URI> nodes;
  private final List<String> users;
  private final String classId = Fresh.id("faults");
  private final Semaphore workers = new Semaphore(WORKERS);
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger handedIn = new AtomicInteger();
  private final Map<String, String> accepted = new ConcurrentHashMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unavailable = new AtomicInteger();
  private final AtomicInteger duplicates = new AtomicInteger();
  private final AtomicInteger broken = new AtomicInteger();
  private final AtomicInteger timedOut = new AtomicInteger();
  private final AtomicLong slowestMillis = new AtomicLong();
  private ScheduledFuture<?> running;

  Grader(Supplier<URI> nodes, List<String> users) {
    this.nodes = nodes;
    this.users = users;
  }

  void start(int perSecond) {
    slowestMillis.set(0);
    running =
        pace.scheduleAtFixedRate(
            this::handIn, 0, TimeUnit.SECONDS.toNanos(1) / perSecond, TimeUnit.NANOSECONDS);
  }

  /** Starts no new submissions; repeats pending ones until they are accepted. */
  void stop() {
    running.cancel(false);
  }

  private void handIn() {
    var user = users.get(handedIn.getAndIncrement() % users.size());
    var id = Fresh.id("s");
    var submission =
        Map.of(
            "source",
            "gradebot",
            "submission_id",
            id,
            "user",
            Map.of("id", user, "username", "name-" + user),
            "class_id",
            classId,
            "kind",
            "practice",
            "problem",
            Map.of("id", id, "title", id, "points", 10),
            "score",
            10,
            "max_score",
            10,
            "attempt_number",
            2);
    post(id, user, text(submission));
  }

  private String text(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Posts now, or once a worker is free. */
  private void post(String id, String user, String body) {
    waiting.add(() -> postNow(id, user, body));
    postNext();
  }

  private void postNext() {
    while (workers.tryAcquire()) {
      var next = waiting.poll();
      if (next == null) {
        workers.release();
        return;
      }
      next.run();
    }
  }

  private void postNow(String id, String user, String body) {
    var request =
        HttpRequest.newBuilder(nodes.get().resolve("/api/submissions"))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    long start = System.nanoTime();
    http.sendAsync(request, BodyHandlers.ofString())
        .whenComplete(
            (answer, failure) -> {
              workers.release();
              postNext();
              long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
              if (answer == null) {
                (failure.getCause() instanceof HttpTimeoutException ? timedOut : broken)
                    .incrementAndGet();
                later(id, user, body, AFTER_BROKEN_CONNECTION);
              } else {
                slowestMillis.accumulateAndGet(millis, Math::max);
                answered(id, user, body, answer);
              }
            });
  }

  private void answered(String id, String user, String body, HttpResponse<String> answer) {
    switch (answer.statusCode()) {
      case 201, 200 -> {
        if (answer.statusCode() == 200) {
          duplicates.incrementAndGet();
        }
        accepted.put(id, user);
      }
      case 503 -> {
        unavailable.incrementAndGet();
        var after = answer.headers().firstValue("Retry-After");
        if (after.isEmpty()) {
          failures.add("503 without Retry-After: " + answer.body());
        }
        later(id, user, body, Duration.ofSeconds(after.map(Long::parseLong).orElse(1L)));
      }
      default -> failures.add(answer.statusCode() + " " + answer.body());
    }
  }

  private void later(String id, String user, String body, Duration delay) {
    long jitter = ThreadLocalRandom.current().nextLong(200);
    pace.schedule(() -> post(id, user, body), delay.toMillis() + jitter, TimeUnit.MILLISECONDS);
  }

  /** Whether every submission has been accepted. */
  boolean isDone() {
    return accepted.size() == handedIn.get() || !failures.isEmpty();
  }

  /** The users of the accepted submissions, by submission id. */
  Map<String, String> accepted() {
    return Map.copyOf(accepted);
  }

  /** The answers that no grader should ever get. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  int unavailable() {
    return unavailable.get();
  }

  /** The number of requests whose connection broke. */
  int broken() {
    return broken.get();
  }

  /** The longest time to an answer since the last start. */
  Duration slowestAnswer() {
    return Duration.ofMillis(slowestMillis.get());
  }

  @Override
  public void close() {
    pace.shutdownNow();
  }

  @Override
  public String toString() {
    return "%d handed in, %d accepted, %d answered 503, %d duplicates, %d connections broken, %d timed out, slowest answer %d ms"
        .formatted(
            handedIn.get(),
            accepted.size(),
            unavailable.get(),
            duplicates.get(),
            broken.get(),
            timedOut.get(),
            slowestMillis.get());
  }
}
