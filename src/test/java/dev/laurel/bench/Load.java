package dev.laurel.bench;

import dev.laurel.testing.SocketCrowd;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * An open-loop load: submissions are due at fixed times, whether or not earlier ones have been
 * answered, and times are measured from when they were due. So the delay of a slow service shows.
 */
final class Load {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * The result of a load.
   *
   * @param seconds from the start to the last answer
   * @param behind submissions unanswered at the end of the load
   * @param statuses the number of answers by status
   * @param toBrowser from the due time of a submission to the arrival of each frame, in µs
   * @param toAnswer from the due time of a submission to its answer, in µs
   * @param cpuMicros the CPU time of each process per submission
   */
  record Result(
      int rate,
      int batch,
      long submissions,
      double seconds,
      int behind,
      Map<Integer, Long> statuses,
      Histogram toBrowser,
      Histogram toAnswer,
      Map<String, Double> cpuMicros) {
    long p99Millis() {
      return TimeUnit.MICROSECONDS.toMillis(toBrowser.getValueAtPercentile(99));
    }

    /** Whether all submissions were accepted at the rate and delivered in time. */
    boolean holds(Duration p99) {
      return statuses.keySet().stream().allMatch(status -> status < 300)
          && toBrowser.getTotalCount() > 0
          && p99Millis() <= p99.toMillis()
          && behind <= (long) rate * p99.toMillis() / 1_000;
    }
  }

  private final Installation installation;
  private final SocketCrowd crowd;
  private final Latencies latencies;
  private final Coursework coursework;

  Load(Installation installation, SocketCrowd crowd, Latencies latencies, Coursework coursework) {
    this.installation = installation;
    this.crowd = crowd;
    this.latencies = latencies;
    this.coursework = coursework;
  }

  /**
   * Posts at a rate, then waits for outstanding answers and events.
   *
   * @param rate submissions a second
   * @param batch submissions per request; 1 for single submissions
   * @param connections the number of connections
   */
  Result run(int rate, int batch, int connections, Duration length) {
    var loop = crowd.loop().next();
    var graders = new Graders(loop, installation.node(), connections);
    loop.submit(latencies::take).syncUninterruptibly();
    var cpuBefore = installation.cpuTime();
    long begin = System.nanoTime();
    long posts = length.toSeconds() * rate / batch;
    var ended = new CountDownLatch(1);
    var behind = new int[1];
    ScheduledFuture<?> ticks =
        loop.scheduleAtFixedRate(
            new Runnable() {
              private long posted;

              @Override
              public void run() {
                long now = System.nanoTime();
                while (posted < posts && due(posted) <= now) {
                  long intended = due(posted++);
                  graders.post(
                      batch == 1 ? coursework.next(intended) : coursework.next(batch, intended),
                      intended);
                }
                if (posted == posts && ended.getCount() > 0) {
                  behind[0] = graders.unanswered() * batch;
                  ended.countDown();
                }
              }

              private long due(long post) {
                return begin + post * batch * TimeUnit.SECONDS.toNanos(1) / rate;
              }
            },
            0,
            1,
            TimeUnit.MILLISECONDS);
    await(ended);
    ticks.cancel(false);
    boolean answered =
        waitUntil(() -> loop.submit(graders::unanswered).syncUninterruptibly().getNow() == 0);
    double seconds = (System.nanoTime() - begin) / 1e9;
    boolean delivered = waitUntil(this::isDelivered);
    var cpu = new TreeMap<String, Double>();
    installation
        .cpuTime()
        .since(cpuBefore)
        .forEach((name, used) -> cpu.put(name, used.toNanos() / 1e3 / (posts * batch)));
    if (!answered || !delivered) {
      throw new AssertionError(
          "answered: %s, delivered: %s, %s%n%s"
              .formatted(answered, delivered, crowd.tally(), installation.nodeLog()));
    }
    return loop.submit(
            () -> {
              graders.close();
              return new Result(
                  rate,
                  batch,
                  posts * batch,
                  seconds,
                  behind[0],
                  Map.copyOf(graders.statuses()),
                  latencies.take(),
                  graders.answers(),
                  cpu);
            })
        .syncUninterruptibly()
        .getNow();
  }

  /** Posts arrays of submissions, one after the other, while no socket is open. */
  void post(int posts, int batch) {
    var loop = crowd.loop().next();
    var graders = new Graders(loop, installation.node(), 2);
    loop.submit(
            () -> {
              for (int i = 0; i < posts; i++) {
                graders.post(coursework.next(batch, System.nanoTime()), System.nanoTime());
              }
            })
        .syncUninterruptibly();
    if (!waitUntil(() -> loop.submit(graders::unanswered).syncUninterruptibly().getNow() == 0)) {
      throw new AssertionError("not answered");
    }
    loop.submit(graders::close).syncUninterruptibly();
  }

  /** Whether every user's socket has received the user's whole log. */
  boolean isDelivered() {
    var positions = crowd.positions();
    var lastSeqs = installation.lastSeqs();
    return positions.entrySet().stream()
        .allMatch(user -> user.getValue().equals(lastSeqs.getOrDefault(user.getKey(), 0L)));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean waitUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return true;
  }
}
