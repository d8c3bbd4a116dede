package dev.laurel.monitoring;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.laurel.testing.Api;
import dev.laurel.testing.Documents;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compares the dashboard, the alerts and the documents with the metrics that a node exports. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class MonitoringTest {
  private static final Path MONITORING = Path.of("deploy", "monitoring");

  /** Labels that Prometheus adds. */
  private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

  @TestHTTPResource("/")
  URI node;

  private final String alice = Fresh.id("alice");

  /** Causes a bit of everything, since many metrics appear with the first event only. */
  @BeforeEach
  void makeTraffic() {
    assertEquals(401, SocketClient.refusal(node, "/ws/game/", "no-token"));
    try (var personal = SocketClient.open(node, "/ws/game/?since=0", TestTokens.of(alice));
        var boards = SocketClient.open(node, "/ws/leaderboard/", TestTokens.of(alice))) {
      personal.await("resumed");
      boards.await("initial_user_rank");
      Api.accept(SubmissionJson.practice(alice).at(Instant.now()));
      personal.await("points_update");
      boards.await("leaderboard_update");
      personal.send("nonsense");
      personal.await("error");
    }
    await()
        .until(
            () -> {
              var shown = Exposition.read();
              return shown.series().containsKey("laurel_realtime_closes_total")
                  && shown.sum("laurel_broadcast_round_trips_seconds_count", Map.of()) > 0;
            });
  }

  @Test
  void framesAreCountedByEndpointDirectionAndType() {
    // Given
    var before = Exposition.read();

    // When
    try (var personal = SocketClient.open(node, "/ws/game/", TestTokens.of(alice))) {
      personal.send("{\"type\":\"whatever\"}");
      personal.await("echo");
    }

    // Then
    var after = Exposition.read();
    for (var counted : List.of("in/other/19", "out/echo/46")) {
      var parts = counted.split("/");
      var labels = Map.of("endpoint", "game", "direction", parts[0], "type", parts[1]);
      assertTrue(grown("laurel_realtime_frames_total", labels, before, after) >= 1, counted);
      assertTrue(
          grown("laurel_realtime_bytes_total", labels, before, after) >= Integer.parseInt(parts[2]),
          counted);
    }
  }

  @Test
  void deliveryIsTimedFromTheLogToTheSocketUnlessItIsAReplay() {
    // Given
    var bob = Fresh.id("bob");
    Api.accept(SubmissionJson.practice(bob));
    var before = Exposition.read();
    try (var personal = SocketClient.open(node, "/ws/game/?since=0", TestTokens.of(bob))) {
      int replayed = personal.awaitFrames(5).size();
      var replay = Exposition.read();
      personal.probe();

      // When
      Api.accept(SubmissionJson.practice(bob));
      personal.await("points_update", frame -> frame.path("seq").asInt() >= replayed);

      // Then
      var after = Exposition.read();
      var name = "laurel_realtime_deliveries_seconds_count";
      assertTrue(grown(name, Map.of(), replay, after) >= 1);
      assertEquals(0, grown(name, Map.of(), before, replay));
      assertTrue(after.sum("laurel_realtime_deliveries_seconds_bucket", Map.of("le", "10.0")) > 0);
    }
  }

  @Test
  void eventIsTimedFromItsGradingToTheSocketUnlessItIsAReplay() {
    // Given
    var bob = Fresh.id("bob");
    Api.accept(SubmissionJson.practice(bob).at(Instant.now()));
    var before = Exposition.read();
    try (var personal = SocketClient.open(node, "/ws/game/?since=0", TestTokens.of(bob))) {
      int replayed = personal.awaitFrames(5).size();
      personal.probe();
      var replay = Exposition.read();

      // When
      Api.accept(SubmissionJson.practice(bob).at(Instant.now().minusSeconds(8)));
      personal.await("points_update", frame -> frame.path("seq").asInt() >= replayed);
      personal.probe();

      // Then
      var after = Exposition.read();
      assertEquals(0, grown("laurel_realtime_age_seconds_count", Map.of(), before, replay));
      assertTrue(grown("laurel_realtime_age_seconds_count", Map.of(), replay, after) >= 1);
      var bucket = "laurel_realtime_age_seconds_bucket";
      assertEquals(0, grown(bucket, Map.of("le", "5.0"), replay, after));
      assertTrue(grown(bucket, Map.of("le", "60.0"), replay, after) >= 1);
    }
  }

  @Test
  void submissionsAreCountedByOutcome() {
    // Given
    var before = Exposition.read();
    var submission = SubmissionJson.practice(alice).with("revision", 2).at(Instant.now());

    // When
    Api.accept(submission);
    Api.submit(submission).statusCode(200);
    Api.submit(submission.with("revision", 1)).statusCode(200);
    Api.submit(submission.with("score", "much")).statusCode(400);

    // Then
    var after = Exposition.read();
    for (var outcome : List.of("accepted", "duplicate", "superseded", "rejected")) {
      assertTrue(
          grown("laurel_submissions_total", Map.of("outcome", outcome), before, after) >= 1,
          outcome);
    }
    assertTrue(grown("laurel_submissions_age_seconds_count", Map.of(), before, after) >= 1);
  }

  private static double grown(
      String name, Map<String, String> labels, Exposition before, Exposition after) {
    return after.sum(name, labels) - before.sum(name, labels);
  }

  @Test
  void noLabelNamesAUser() {
    assertTrue(Exposition.read().values().stream().noneMatch(value -> value.contains(alice)));
  }

  @Test
  void documentsListExactlyTheExportedMetrics() throws IOException {
    // Given
    var table = Documents.section("Metrics").text();

    // When
    var named =
        Pattern.compile("(?m)^\\| `(laurel_\\w+)`")
            .matcher(table)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    // Then
    assertEquals(Exposition.read().families(), named);
  }

  @Test
  void documentsListTheLabelsOfEveryMetric() throws IOException {
    // Given
    var series = Exposition.read().series();
    var row = Pattern.compile("(?m)^\\| `(laurel_\\w+)` \\| ([^|]*) \\|");

    // Then
    row.matcher(Documents.section("Metrics").text())
        .results()
        .forEach(
            found -> {
              var labels =
                  Pattern.compile("`(\\w+)`")
                      .matcher(found.group(2))
                      .results()
                      .map(label -> label.group(1))
                      .collect(Collectors.toSet());
              assertEquals(labelsOf(found.group(1), series), labels, found.group(1));
            });
  }

  private static Set<String> labelsOf(String family, Map<String, Set<String>> series) {
    var labels = new HashSet<String>();
    for (var suffix : List.of("", "_total", "_count")) {
      labels.addAll(series.getOrDefault(family + suffix, Set.of()));
    }
    return labels;
  }

  @Test
  void dashboardUsesExportedMetricsAndLabels() throws IOException {
    // Given
    var dashboard = new ObjectMapper().readTree(MONITORING.resolve("dashboard.json").toFile());

    // When
    var expressions = new ArrayList<>(dashboard.findValuesAsText("expr"));
    expressions.addAll(
        Pattern.compile("label_values\\(([^,]+),")
            .matcher(dashboard.path("templating").toString())
            .results()
            .map(found -> found.group(1))
            .toList());

    // Then
    assertFalse(expressions.size() < 20, expressions::toString);
    assertExist(expressions);
  }

  @Test
  void alertsUseExportedMetricsAndLabels() throws IOException {
    assertExist(alerts().stream().map(alert -> alert.path("expr").asText()).toList());
  }

  @Test
  void everyAlertHasASeverityTextsAndARunbook() throws IOException {
    // Given
    var runbook = Documents.section("Alerts");

    // Then
    for (var alert : alerts()) {
      var name = alert.path("alert").asText();
      assertTrue(alert.path("for").asText().matches("\\d+[smh]"), name);
      assertTrue(
          Set.of("critical", "warning").contains(alert.at("/labels/severity").asText()), name);
      assertFalse(alert.at("/annotations/summary").asText().isBlank(), name);
      assertFalse(alert.at("/annotations/description").asText().isBlank(), name);
      assertEquals(
          runbook.document() + "#alerts", alert.at("/annotations/runbook_url").asText(), name);
      assertTrue(runbook.text().contains("| `" + name + "` |"), name);
    }
  }

  private static List<JsonNode> alerts() throws IOException {
    var rules =
        new ObjectMapper(new YAMLFactory()).readTree(MONITORING.resolve("alerts.yaml").toFile());
    return StreamSupport.stream(rules.at("/spec/groups").spliterator(), false)
        .flatMap(group -> StreamSupport.stream(group.path("rules").spliterator(), false))
        .toList();
  }

  private static void assertExist(List<String> expressions) {
    var series = Exposition.read().series();
    for (var expression : expressions) {
      var query = new PromQl(expression);
      var selected = query.selected();
      assertFalse(selected.isEmpty(), expression);
      var known = new HashSet<>(OF_PROMETHEUS);
      selected.forEach(
          (name, labels) -> {
            assertTrue(series.containsKey(name), () -> name + " of " + expression);
            known.addAll(series.get(name));
            assertTrue(known.containsAll(labels), () -> labels + " of " + expression);
          });
      assertTrue(known.containsAll(query.grouping()), () -> "labels of " + expression);
    }
  }
}
