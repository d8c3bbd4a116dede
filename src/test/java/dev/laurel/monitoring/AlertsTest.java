package dev.laurel.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluates the alerts on made-up series with Prometheus's own {@code promtool}. */
class AlertsTest {
  private static final Path MONITORING = Path.of("deploy", "monitoring");
  private static final Path TESTS = MONITORING.resolve("alerts-test.yaml");

  @TempDir Path directory;

  @Test
  void everyAlertIsRaisedInATest() throws IOException {
    // Given
    var alerts = new TreeSet<>(rules().findValuesAsText("alert"));

    // When
    var raised =
        Pattern.compile("alertname=\"(\\w+)\"")
            .matcher(Files.readString(TESTS))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    // Then
    assertEquals(alerts, raised);
  }

  @Test
  void alertsAreRaisedAsTheirTestsExpect() throws IOException, InterruptedException {
    // Given
    if (!hasPromtool()) {
      var message = "No promtool on the path";
      System.err.println("TEST OF THE ALERTS SKIPPED. " + message + ".");
      Assumptions.abort(message);
    }
    Files.writeString(directory.resolve("rules.yaml"), rules().toString());
    Files.copy(TESTS, directory.resolve("alerts-test.yaml"));

    // Then
    assertEquals("", complaints("check", "rules", "--lint=all", "--lint-fatal", "rules.yaml"));
    assertEquals("", complaints("test", "rules", "alerts-test.yaml"));
  }

  private static JsonNode rules() throws IOException {
    return new ObjectMapper(new YAMLFactory())
        .readTree(MONITORING.resolve("alerts.yaml").toFile())
        .path("spec");
  }

  private static boolean hasPromtool() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(entry -> Files.isExecutable(Path.of(entry, "promtool")));
  }

  /** The output of promtool if it fails, else empty. */
  private String complaints(String command, String... arguments)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("promtool", command));
    words.addAll(Arrays.asList(arguments));
    var process =
        new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : said;
  }
}
