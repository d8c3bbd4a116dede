package dev.laurel.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketCrowd;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How much one node bears, with PostgreSQL, Redis and this client on the same machine: {@code
 * ./mvnw verify -Pbench}. It finds out and reports; it fails when an event is lost, doubled or out
 * of order, never because of a time.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LaurelBenchmark {
  private static final int SOCKETS = Integer.getInteger("laurel.bench.sockets", 2_000);
  private static final int SECONDS = Integer.getInteger("laurel.bench.seconds", 60);
  private static final int STEP_SECONDS = Integer.getInteger("laurel.bench.step-seconds", 15);
  private static final Duration HELD = Duration.ofMillis(250);
  private static final int CONNECTIONS = 256;
  private static final int BATCH = 250;
  private static final int BATCH_CONNECTIONS = 8;

  private static final Report REPORT = new Report();
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
      run.load.run(300, 1, CONNECTIONS, Duration.ofSeconds(20));
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
      run.search(600, 1, CONNECTIONS);
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
      run.search(1_500, BATCH, BATCH_CONNECTIONS);
    }
  }

  /** For whoever looks for where the time goes: a rate to be set, for as long as it takes. */
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
      while (crowd.tally().resumed() < SOCKETS) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
      load = new Load(installation, crowd, latencies, coursework);
    }

    void report(Load.Result result) {
      REPORT.add(result);
      var tally = crowd.tally();
      assertTrue(tally.isFaultless(), tally::toString);
    }

    /** Raises the rate by a quarter for as long as it is held, then tries in between. */
    void search(int first, int batch, int connections) {
      int held = 0;
      int rate = first;
      double factor = 1.25;
      while (factor > 1.03) {
        var result = load.run(rate, batch, connections, Duration.ofSeconds(STEP_SECONDS));
        report(result);
        if (result.holds(HELD)) {
          held = rate;
        } else {
          factor = Math.sqrt(factor);
        }
        rate = (int) (Math.max(held, first / 2) * factor);
      }
      REPORT.line("Held: %,d a second.".formatted(held));
    }

    @Override
    public void close() {
      crowd.close();
    }
  }
}
