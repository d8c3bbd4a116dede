package dev.laurel.bench;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Measures the cost of keeping the viewers of one board up to date. Everybody is on the global
 * board and views its first page. A third of the submissions comes from users on that page, the
 * rest from anybody.
 */
class ViewersBenchmark {
  private static final int SECONDS = Integer.getInteger("laurel.bench.seconds", 25);
  private static final int WARM_UP_SECONDS = 60;

  /**
   * Lets the JIT compile the path of a submission, which at the measured rate would take longer
   * than the whole benchmark.
   */
  private static final int WARM_UP_RATE = 600;

  private static final int USERS = 20_000;
  private static final int LEADERS = 20;
  private static final int RATE = 60;
  private static final int CONNECTIONS = 16;
  private static final Duration TICK = Duration.ofMillis(200);
  private static final String REQUEST =
      "{\"type\":\"request_leaderboard\",\"leaderboard_type\":\"global\",\"page\":1,\"page_size\":%d}"
          .formatted(LEADERS);

  private static final Report REPORT = new Report("viewers");
  private static final List<String> TOP =
      IntStream.rangeClosed(1, LEADERS).mapToObj(i -> "user-" + i).toList();
  private static Installation installation;

  private final SplittableRandom random = new SplittableRandom(5_000);
  private final Freshness freshness = new Freshness(TOP);
  private long count;

  /** A number of viewers and of submissions a second, each of which moves a row. */
  private record Scene(int viewers, int rate) {
    @Override
    public String toString() {
      return "%,d viewers, %d submissions a second".formatted(viewers, rate);
    }
  }

  /** The measurement of a scene. */
  private record Measured(
      Scene scene, double pages, double frames, double ticks, double cpuMicros) {}

  @BeforeAll
  static void start() {
    installation = Installation.start();
    installation.sql(
        """
        delete from achievement;
        insert into learner (id, username)
        select 'user-' || i, 'Student ' || i from generate_series(1, %1$d) i;
        insert into standing (board, user_id, points, completed_problems, perfect_scores, first_attempt_solves,
                              reached_at, updated_at, listed, version)
        select 'global', 'user-' || i, case when i <= %2$d then 100000000 + 100000 * i else power(random(), 3) * 2000000 end,
               0, 0, 0, now() - interval '1 day' - i * interval '1 minute', now() - interval '1 day', true, 1
        from generate_series(1, %1$d) i;
        analyze learner, standing;"""
            .formatted(USERS, LEADERS));
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @Test
  void viewersOfOneBoard() throws IOException {
    REPORT.scenario("viewers", "Everybody looks at one page of %d users.".formatted(LEADERS));
    var scenes = new ArrayList<Measured>();
    double raw;
    try (var viewers = new Viewers(freshness, REQUEST)) {
      join(viewers, 5_000);
      run(viewers, WARM_UP_RATE, WARM_UP_SECONDS);
      run(viewers, RATE, WARM_UP_SECONDS / 2);
      scenes.add(measure(viewers, RATE));
      scenes.add(measure(viewers, RATE / 4));
      scenes.add(measure(viewers, 4 * RATE));
      raw = raw(viewers.frame(), 5_000);
      join(viewers, 15_000);
      run(viewers, RATE, 5);
      scenes.add(measure(viewers, RATE));
      assertEquals(0, viewers.broken());
    }
    try (var viewers = new Viewers(freshness, REQUEST)) {
      join(viewers, 1);
      // The cost of the submissions themselves, subtracted to get the cost of viewers.
      var alone =
          IntStream.of(RATE / 4, RATE, 4 * RATE)
              .boxed()
              .collect(toMap(rate -> rate, rate -> measure(viewers, rate)));
      join(viewers, 1_000);
      scenes.add(measure(viewers, RATE));
      scenes.forEach(measured -> report(measured, alone.get(measured.scene().rate()), raw));
    }
  }

  private static void join(Viewers viewers, int upTo) {
    var expires = Instant.now().plus(Duration.ofHours(2));
    viewers.join(
        IntStream.rangeClosed(viewers.size() + 1, upTo)
            .mapToObj(i -> TestTokens.of("user-" + i, "Student " + i, expires))
            .map(token -> address(installation.node(), "/ws/leaderboard/?token=" + token))
            .toList());
    await(() -> viewers.size() == upTo);
  }

  private static URI address(URI server, String path) {
    return URI.create("ws://" + server.getHost() + ":" + server.getPort() + path);
  }

  private static void await(BooleanSupplier condition) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(100))
        .until(condition::getAsBoolean);
  }

  private Measured measure(Viewers viewers, int rate) {
    var scene = new Scene(viewers.size(), rate);
    viewers.reset();
    int pagesBefore = viewers.call(freshness::pages);
    var cpuBefore = installation.cpuTime();
    long begin = System.nanoTime();
    var graders = run(viewers, rate, SECONDS);
    double seconds = (System.nanoTime() - begin) / 1e9;
    var cpu = installation.cpuTime().since(cpuBefore);
    var received = viewers.received();
    int ticks = viewers.call(freshness::pages) - pagesBefore;
    double micros = cpu.get("node").toNanos() / 1e3;
    var facts = new LinkedHashMap<String, Object>();
    facts.put("scene", scene);
    facts.put("pages", received.pages());
    facts.put("rank_changes", received.ranks());
    facts.put("ticks", ticks);
    facts.put("pushes_a_second_at_most", Report.rounded(received.most() / seconds));
    facts.put("to_viewer_ms", Report.percentiles(viewers.call(freshness::take)));
    facts.put("to_answer_ms", Report.percentiles(graders.answers()));
    facts.put("node_cpu_micros_per_page", Report.rounded(micros / received.pages()));
    facts.put(
        "node_cpu_micros_per_frame",
        Report.rounded(micros / (received.pages() + received.ranks())));
    facts.put("node_cpu_micros_per_tick", Math.round(micros / ticks));
    var cores = new LinkedHashMap<String, Object>();
    cpu.forEach((part, used) -> cores.put(part, Report.rounded(used.toNanos() / 1e7 / seconds)));
    facts.put("cpu_percent_of_a_core", cores);
    REPORT.add(facts);
    assertEquals(Set.of(201), graders.statuses().keySet());
    return new Measured(
        scene, received.pages(), received.pages() + received.ranks(), ticks, micros);
  }

  /** Posts at a rate, then waits until every viewer sees all submissions. */
  private Graders run(Viewers viewers, int rate, int seconds) {
    var graders = new Graders(viewers.loop(), installation.node(), CONNECTIONS);
    long begin = System.nanoTime();
    for (int i = 0; i < rate * seconds; i++) {
      long due = begin + i * TimeUnit.SECONDS.toNanos(1) / rate;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      viewers.loop().execute(() -> post(graders, due));
    }
    await(() -> viewers.call(graders::unanswered) == 0);
    await(viewers::areCurrent);
    viewers.call(
        () -> {
          graders.close();
          return null;
        });
    return graders;
  }

  private void post(Graders graders, long due) {
    boolean isLeader = count % 3 == 0;
    var user =
        isLeader
            ? TOP.get((int) (count / 3 % LEADERS))
            : "user-" + random.nextInt(LEADERS + 1, USERS + 1);
    if (isLeader) {
      freshness.due(user, due);
    }
    graders.post(
        """
        {"source":"bench","submission_id":"s%1$d","user":{"id":"%2$s","username":"Student"},"kind":"practice",
         "problem":{"id":"p%1$d","title":"A problem","points":%3$d},"score":100,"max_score":100,"attempt_number":1}"""
            .formatted(count++, user, 10 * random.nextInt(1, 11)),
        due);
  }

  /** Reports the cost of pushing, with and without the submissions that cause it. */
  private static void report(Measured measured, Measured alone, double raw) {
    double pushing = measured.cpuMicros() - alone.cpuMicros();
    var facts = new LinkedHashMap<String, Object>();
    facts.put("scene", measured.scene());
    facts.put(
        "moves_per_tick", Report.rounded(measured.scene().rate() * SECONDS / measured.ticks()));
    facts.put("node_cpu_micros_per_tick", Math.round(measured.cpuMicros() / measured.ticks()));
    facts.put("pushing_cpu_micros_per_tick", Math.round(pushing / measured.ticks()));
    facts.put("pushing_cpu_micros_per_page", Report.rounded(pushing / measured.pages()));
    facts.put("pushing_to_raw", hundredths(pushing / measured.pages() / raw));
    facts.put(
        "whole_node_to_raw_per_page", hundredths(measured.cpuMicros() / measured.pages() / raw));
    facts.put(
        "whole_node_to_raw_per_frame", hundredths(measured.cpuMicros() / measured.frames() / raw));
    REPORT.add(facts);
  }

  private static double hundredths(double value) {
    return Math.round(100 * value) / 100.0;
  }

  /** Sends the same frame at the same rate to as many sockets with bare Vert.x. */
  private static double raw(String frame, int sockets) throws IOException {
    var nobody = new Freshness(List.of());
    try (var server = RawBroadcast.start(frame, TICK);
        var viewers = new Viewers(nobody, "")) {
      viewers.join(Collections.nCopies(sockets, address(server.address(), "/")));
      await(() -> viewers.size() == sockets);
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS));
      var processes = Map.of("raw", server.pid());
      viewers.reset();
      var cpuBefore = CpuTime.of(processes);
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SECONDS));
      double micros = CpuTime.of(processes).since(cpuBefore).get("raw").toNanos() / 1e3;
      long pages = viewers.received().pages();
      assertTrue(pages > 0);
      REPORT.add(
          Map.of(
              "raw_vertx_cpu_micros_per_page", Report.rounded(micros / pages),
              "raw_pages", pages,
              "frame_bytes", frame.length()));
      return micros / pages;
    }
  }
}
