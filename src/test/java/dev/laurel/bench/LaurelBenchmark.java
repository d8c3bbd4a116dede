package dev.laurel.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.FrameListener;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketCrowd;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Measures the capacity of one node, with PostgreSQL, Redis and this client on the same machine:
 * {@code ./mvnw verify -Pbench}. Fails if an event is lost, doubled or reordered, never because of
 * a time.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LaurelBenchmark {
  private static final int SOCKETS = Integer.getInteger("laurel.bench.sockets", 2_000);
  private static final int SECONDS = Integer.getInteger("laurel.bench.seconds", 60);
  private static final int STEP_SECONDS = Integer.getInteger("laurel.bench.step-seconds", 15);
  private static final int IDLE_SOCKETS = Integer.getInteger("laurel.bench.idle-sockets", 8_000);
  private static final int STORM = Integer.getInteger("laurel.bench.storm", 15_000);
  private static final Duration HELD = Duration.ofMillis(250);
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final int CONNECTIONS = 256;
  private static final int BATCH = 250;
  private static final int BATCH_CONNECTIONS = 8;

  private static final Report REPORT = new Report("report");
  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = Installation.start();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @Test
  @Order(1)
  void steady() {
    REPORT.scenario("steady", "%,d sockets, 300 single submissions a second.".formatted(SOCKETS));
    try (var run = new Run()) {
      run.load.run(300, 1, CONNECTIONS, WARM_UP);
      run.report(run.load.run(300, 1, CONNECTIONS, Duration.ofSeconds(SECONDS)));
    }
  }

  @Test
  @Order(2)
  void singles() {
    REPORT.scenario(
        "singles",
        "%,d sockets; the highest rate of single submissions with p99 to the browser of at most %d ms."
            .formatted(SOCKETS, HELD.toMillis()));
    try (var run = new Run()) {
      run.search(400, 1, CONNECTIONS);
    }
  }

  @Test
  @Order(3)
  void batches() {
    REPORT.scenario(
        "batches",
        "%,d sockets; the highest rate of submissions in arrays of %d with p99 to the browser of at most %d ms."
            .formatted(SOCKETS, BATCH, HELD.toMillis()));
    try (var run = new Run()) {
      run.search(1_000, BATCH, BATCH_CONNECTIONS);
    }
  }

  /** Measures idle sockets: none at first, then repeatedly twice as many. */
  @Test
  @Order(4)
  void memory() {
    REPORT.scenario(
        "memory", "What an open, idle socket costs the node, in its heap and beside it.");
    var before = memoryOfNode();
    try (var crowd = new SocketCrowd(FrameListener.NONE)) {
      for (int sockets = IDLE_SOCKETS / 4; sockets <= IDLE_SOCKETS; sockets *= 2) {
        join(crowd, sockets - crowd.tally().members());
        var after = memoryOfNode();
        REPORT.add(
            Map.of(
                "sockets", sockets,
                "heap_bytes_per_socket", (after.heap() - before.heap()) / sockets,
                "other_resident_bytes_per_socket",
                    (after.resident() - before.resident()) / sockets));
      }
    }
  }

  private record Memory(long heap, long resident) {}

  private static Memory memoryOfNode() {
    return new Memory(installation.heapAfterCollection(), installation.residentMemory());
  }

  /** Cuts and reconnects all sockets at once, with events missed in between. */
  @Test
  @Order(5)
  void storm() {
    REPORT.scenario("storm", "%,d sockets are cut at once, and come back.".formatted(STORM));
    var coursework = new Coursework(Fresh.id("b"), STORM);
    try (var crowd = new SocketCrowd(FrameListener.NONE)) {
      crowd.join(installation.node(), coursework.users());
      await(() -> crowd.tally().resumed() == STORM);
      crowd.cut();
      var load = new Load(installation, crowd, new Latencies(), coursework);
      load.post(STORM / BATCH, BATCH);
      crowd.handshakesAtOnce(STORM);
      var cpu = installation.cpuTime();
      long begin = System.nanoTime();
      crowd.comeBack(installation.node());
      await(() -> crowd.tally().resumed() == STORM);
      long resumed = System.nanoTime();
      await(load::isDelivered);
      var tally = crowd.tally();
      REPORT.add(
          Map.of(
              "resumed_after_s", Report.rounded((resumed - begin) / 1e9),
              "everything_delivered_after_s", Report.rounded((System.nanoTime() - begin) / 1e9),
              "cpu_s", seconds(installation.cpuTime().since(cpu)),
              "refused", tally.refused(),
              "refused_without_retry_after", tally.refusedWithoutRetryAfter(),
              "timed_out", tally.timedOut()));
      assertTrue(tally.isFaultless(), tally::toString);
    }
  }

  private static Map<String, Object> seconds(Map<String, Duration> used) {
    var seconds = new TreeMap<String, Object>();
    used.forEach((name, time) -> seconds.put(name, Report.rounded(time.toMillis() / 1e3)));
    return seconds;
  }

  private static void join(SocketCrowd crowd, int more) {
    int members = crowd.tally().members() + more;
    var run = Fresh.id("m");
    crowd.join(installation.node(), IntStream.range(0, more).mapToObj(i -> run + "-" + i).toList());
    await(() -> crowd.tally().resumed() == members);
  }

  private static void await(BooleanSupplier condition) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(100))
        .until(condition::getAsBoolean);
  }

  /**
   * Runs one fixed load for profiling and for comparing two versions. Reports the CPU time per
   * submission: {@code -Dit.test='LaurelBenchmark#fixed' -Dlaurel.bench.rate=2000
   * -Dlaurel.bench.batch=100 -Dlaurel.bench.seconds=60}. {@code -Dlaurel.jar} names the {@code
   * quarkus-run.jar} of another build.
   */
  @Test
  @Order(9)
  @EnabledIfSystemProperty(named = "laurel.bench.rate", matches = "\\d+")
  void fixed() {
    int rate = Integer.getInteger("laurel.bench.rate");
    int batch = Integer.getInteger("laurel.bench.batch", 1);
    REPORT.scenario(
        "fixed",
        "%,d sockets, %,d submissions a second, %d together.".formatted(SOCKETS, rate, batch));
    try (var run = new Run()) {
      for (int i = 0; i < 4; i++) {
        run.report(run.load.run(rate, batch, CONNECTIONS, Duration.ofSeconds(SECONDS)));
      }
    }
  }

  /** The sockets and the load of one scenario. */
  private static final class Run implements AutoCloseable {
    private final Latencies latencies = new Latencies();
    private final SocketCrowd crowd = new SocketCrowd(latencies);
    private final Load load;

    Run() {
      var coursework = new Coursework(Fresh.id("b"), SOCKETS);
      crowd.join(installation.node(), coursework.users());
      await(() -> crowd.tally().resumed() == SOCKETS);
      load = new Load(installation, crowd, latencies, coursework);
    }

    void report(Load.Result result) {
      REPORT.add(result);
      var tally = crowd.tally();
      assertTrue(tally.isFaultless(), tally::toString);
    }

    /**
     * Raises the rate by half while the node keeps up, then narrows down the highest such rate.
     *
     * @param first the rate for warming up
     */
    void search(int first, int batch, int connections) {
      load.run(first, batch, connections, WARM_UP);
      int held = 0;
      int tooHigh = Integer.MAX_VALUE;
      int rate = first;
      while (tooHigh - held > Math.max(first, held) / 12) {
        var result = load.run(rate, batch, connections, Duration.ofSeconds(STEP_SECONDS));
        report(result);
        if (result.holds(HELD)) {
          held = rate;
        } else {
          tooHigh = rate;
        }
        rate = tooHigh == Integer.MAX_VALUE ? rate * 3 / 2 : (held + tooHigh) / 2;
      }
      REPORT.line("%nHeld: %,d a second.".formatted(held));
    }

    @Override
    public void close() {
      crowd.close();
    }
  }
}
