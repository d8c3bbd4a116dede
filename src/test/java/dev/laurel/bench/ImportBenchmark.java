package dev.laurel.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.TestTokens;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Enumeration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Measures how long a term of history takes to move in, to be sent again, and to be undone: {@code
 * ./mvnw verify -Pbench -Dit.test=ImportBenchmark}. 1,000 students in ten classes, in one request.
 */
class ImportBenchmark {
  private static final int RESULTS = Integer.getInteger("laurel.bench.results", 100_000);
  private static final int STUDENTS = 1_000;
  private static final int CLASSES = 10;
  private static final int DAYS = 100;
  private static final Instant FIRST_DAY = Instant.now().minus(DAYS, ChronoUnit.DAYS);

  private final Report report = new Report("imports");

  @Test
  void aTermMovesInAndOut() throws IOException, InterruptedException {
    try (var installation = Installation.start()) {
      report.scenario(
          "import",
          "%,d results of %,d students in %d classes; machine load before %.1f."
              .formatted(
                  RESULTS,
                  STUDENTS,
                  CLASSES,
                  ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
      assertEquals(
          RESULTS, measure(installation, "import", "POST").getInt("counts.result.created"));
      assertEquals(
          RESULTS, measure(installation, "again", "POST").getInt("counts.result.unchanged"));
      assertEquals("undone", measure(installation, "undo", "DELETE").getString("state"));
      assertTrue(installation.heapAfterCollection() > 0);
    }
  }

  private JsonPath measure(Installation installation, String what, String method)
      throws IOException, InterruptedException {
    var cpu = installation.cpuTime();
    long begin = System.nanoTime();
    var path = method.equals("POST") ? "/api/imports?id=term" : "/api/imports/term";
    BodyPublisher body =
        method.equals("POST")
            ? BodyPublishers.ofInputStream(ImportBenchmark::term)
            : BodyPublishers.noBody();
    var answer =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(
                HttpRequest.newBuilder(installation.node().resolve(path))
                    .header("Authorization", "Bearer " + TestTokens.of("operator", "operator"))
                    .header("Content-Type", "application/x-ndjson")
                    .method(method, body)
                    .build(),
                BodyHandlers.ofString());
    double seconds = (System.nanoTime() - begin) / 1e9;
    assertEquals(200, answer.statusCode(), answer::body);
    report.add(
        Map.of(
            "what", what,
            "seconds", Report.rounded(seconds),
            "results_a_second", Report.rounded(RESULTS / seconds),
            "heap_mb_after_collection", installation.heapAfterCollection() >> 20,
            "cpu_s",
                installation.cpuTime().since(cpu).entrySet().stream()
                    .collect(
                        Collectors.toMap(
                            Map.Entry::getKey,
                            part -> Report.rounded(part.getValue().toMillis() / 1e3)))));
    return JsonPath.from(answer.body());
  }

  /** Made line by line, as it is sent. */
  private static InputStream term() {
    var lines = IntStream.concat(IntStream.rangeClosed(-CLASSES, -1), IntStream.range(0, RESULTS));
    var texts = lines.mapToObj(i -> i < 0 ? aClass(-i - 1) : result(i)).iterator();
    return new SequenceInputStream(
        new Enumeration<InputStream>() {
          @Override
          public boolean hasMoreElements() {
            return texts.hasNext();
          }

          @Override
          public InputStream nextElement() {
            return new ByteArrayInputStream((texts.next() + "\n").getBytes(UTF_8));
          }
        });
  }

  private static String aClass(int number) {
    var members =
        IntStream.range(0, STUDENTS)
            .filter(student -> student % CLASSES == number)
            .mapToObj(
                "{\"id\":\"s%1$d\",\"username\":\"Student %1$d\",\"role\":\"student\"}"::formatted)
            .collect(Collectors.joining(","));
    return "{\"type\":\"class\",\"id\":\"c%d\",\"name\":\"Class\",\"time_zone\":\"UTC\",\"members\":[%s]}"
        .formatted(number, members);
  }

  /** In the order of time, as a database lists them. */
  private static String result(int i) {
    int student = i % STUDENTS;
    var at = FIRST_DAY.plusSeconds((long) ((double) i / RESULTS * DAYS * 86_400));
    return """
        {"type":"result","source":"old","submission_id":"r%d","user":{"id":"s%d","username":"Student %d"},\
        "class_id":"c%d","kind":"practice","problem":{"id":"p%d","title":"Problem","points":10},\
        "score":%d,"max_score":10,"submitted_at":"%s","graded_at":"%s"}"""
        .formatted(
            i,
            student,
            student,
            student % CLASSES,
            i / STUDENTS,
            i % 11 > 9 ? 9 : i % 11 + 1,
            at,
            at);
  }
}
