package dev.laurel.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.TestTokens;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Measures reading a board with a million users, and building its index. */
class MillionBoardBenchmark {
  private static final int USERS = Integer.getInteger("laurel.bench.users", 1_000_000);
  private static final int QUERIES = Integer.getInteger("laurel.bench.queries", 3_000);
  private static final int UUIDS = 100_000;
  private static final Pattern BUILT =
      Pattern.compile("The index of global was made from (\\d+) standings in (\\d+) ms");
  private static final Pattern BUILT_OF_UUIDS =
      Pattern.compile("The index of class:uuids was made from " + UUIDS);

  private static final Report REPORT = new Report("boards");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Installation installation;

  private final SplittableRandom random = new SplittableRandom(4);

  @BeforeAll
  static void start() {
    installation = Installation.start();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @Test
  void boardOfAMillionUsers() {
    REPORT.scenario("million", "The global board with %,d users, one reader.".formatted(USERS));
    fill();
    long empty = usedMemory();

    // The first request starts the build of the index; until then the database answers.
    var before = installation.cpuTime();
    var meanwhile = histogram();
    ask(meanwhile, this::pageOf);
    while (!BUILT.matcher(installation.nodeLog()).find()) {
      ask(meanwhile, this::pageOf);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
    var built = BUILT.matcher(installation.nodeLog());
    built.find();
    assertEquals(USERS, Integer.parseInt(built.group(1)));
    var cpu = installation.cpuTime().since(before);

    var facts = new LinkedHashMap<String, Object>();
    facts.put("rebuild_ms", Integer.parseInt(built.group(2)));
    facts.put("rebuild_cpu_ms", millis(cpu));
    facts.put("page_ms_meanwhile", Report.percentiles(meanwhile));
    facts.put("redis_bytes_per_user", Report.rounded((usedMemory() - empty) / (double) USERS));
    facts.put(
        "redis_memory_usage_per_user", Report.rounded(memoryUsage("global") / (double) USERS));
    REPORT.add(facts);

    for (int i = 0; i < QUERIES; i++) {
      ask(histogram(), this::pageOf);
    }
    var pages = histogram();
    var ranks = histogram();
    for (int i = 0; i < QUERIES; i++) {
      ask(pages, this::pageOf);
      ask(ranks, this::rankOf);
    }
    REPORT.add(
        Map.of("page_of_20_ms", Report.percentiles(pages), "rank_ms", Report.percentiles(ranks)));
  }

  /** Measures the memory of longer ids in Redis. */
  @Test
  void boardWithUuidsAsUserIds() {
    REPORT.scenario("uuids", "A class with %,d users whose ids are UUIDs.".formatted(UUIDS));
    installation.sql(
        """
        insert into learner (id, username) values ('uuid-reader', 'Reader');
        insert into course_class (id, name, time_zone) values ('uuids', 'UUIDs', 'UTC');
        insert into membership (class_id, user_id, role) values ('uuids', 'uuid-reader', 'student');
        insert into standing (board, user_id, points, completed_problems, perfect_scores, first_attempt_solves,
                              reached_at, updated_at, listed, version)
        select 'class:uuids', gen_random_uuid()::text, (power(random(), 3) * 20000)::int * 100, 10, 1, 1,
               date_trunc('milliseconds', now() - interval '1 day' - random() * interval '180 days'),
               now() - interval '1 day', true, 5
        from generate_series(1, %d) i;"""
            .formatted(UUIDS));
    long empty = usedMemory();
    var rank = request("/api/leaderboards/classes/uuids/me", "uuid-reader");
    while (!BUILT_OF_UUIDS.matcher(installation.nodeLog()).find()) {
      ask(histogram(), rank);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
    REPORT.add(
        Map.of(
            "redis_bytes_per_user",
            Report.rounded((usedMemory() - empty) / (double) UUIDS),
            "redis_memory_usage_per_user",
            Report.rounded(memoryUsage("class:uuids") / (double) UUIDS)));
  }

  /** Inserts numbered users whose points were earned over half a year. */
  private static void fill() {
    installation.sql(
        """
        insert into learner (id, username)
        select 'user-' || i, 'Student ' || i from generate_series(1, %1$d) i;
        insert into standing (board, user_id, points, completed_problems, perfect_scores, first_attempt_solves,
                              reached_at, updated_at, listed, version)
        select 'global', 'user-' || i, (power(random(), 3) * 20000)::int * 100, 10, 1, 1,
               date_trunc('milliseconds', now() - interval '1 day' - random() * interval '180 days'),
               now() - interval '1 day', true, 5
        from generate_series(1, %1$d) i;
        analyze learner, standing;"""
            .formatted(USERS));
  }

  private HttpRequest pageOf(int user) {
    int page = 1 + (random.nextInt(4) == 0 ? random.nextInt(USERS / 20) : random.nextInt(10));
    return request("/api/leaderboards/global?page=" + page, user);
  }

  private HttpRequest rankOf(int user) {
    return request("/api/leaderboards/global/me", user);
  }

  private static HttpRequest request(String path, int user) {
    return request(path, "user-" + user);
  }

  private static HttpRequest request(String path, String user) {
    return HttpRequest.newBuilder(installation.node().resolve(path))
        .timeout(Duration.ofMinutes(1))
        .header(
            "Authorization", "Bearer " + TestTokens.of(user, "x", Instant.now().plusSeconds(600)))
        .build();
  }

  private void ask(Histogram micros, IntFunction<HttpRequest> question) {
    ask(micros, question.apply(1 + random.nextInt(USERS)));
  }

  private static void ask(Histogram micros, HttpRequest request) {
    long asked = System.nanoTime();
    try {
      assertEquals(200, HTTP.send(request, BodyHandlers.ofString()).statusCode());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - asked));
  }

  private static Histogram histogram() {
    return new Histogram(TimeUnit.MINUTES.toMicros(5), 3);
  }

  private static Map<String, Long> millis(Map<String, Duration> cpu) {
    var millis = new LinkedHashMap<String, Long>();
    cpu.forEach((name, time) -> millis.put(name, time.toMillis()));
    return millis;
  }

  private static long usedMemory() {
    var info = redis(Request.cmd(Command.INFO, "memory"));
    var used = Pattern.compile("used_memory:(\\d+)").matcher(info);
    used.find();
    return Long.parseLong(used.group(1));
  }

  /** The memory of the board's keys as Redis measures it. */
  private static long memoryUsage(String board) {
    var script =
        """
        local bytes = 0
        for _, key in ipairs(redis.call('KEYS', '*{' .. ARGV[1] .. '}*')) do
          bytes = bytes + redis.call('MEMORY', 'USAGE', key, 'SAMPLES', 0)
        end
        return bytes""";
    return Long.parseLong(redis(Request.cmd(Command.EVAL, script, "0", board)));
  }

  private static String redis(Request request) {
    var vertx = Vertx.vertx();
    try {
      return Redis.createClient(vertx, installation.redis().toString())
          .send(request)
          .toCompletionStage()
          .toCompletableFuture()
          .join()
          .toString();
    } finally {
      vertx.close();
    }
  }
}
