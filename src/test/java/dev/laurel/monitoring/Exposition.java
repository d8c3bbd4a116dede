package dev.laurel.monitoring;

import static io.restassured.RestAssured.given;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The metrics that a node exports to Prometheus. */
record Exposition(String text) {
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)$");
  private static final Pattern LABEL =
      Pattern.compile("(\\w+)=\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"");

  /** Reads the metrics of the application under test. */
  static Exposition read() {
    return new Exposition(
        given().accept("text/plain").get("/q/metrics").then().statusCode(200).extract().asString());
  }

  /** The names of Laurel's own metrics, without the {@code _max} gauges of timers. */
  Set<String> families() {
    return TYPE.matcher(text)
        .results()
        .map(found -> found.group(1))
        .filter(name -> name.startsWith("laurel_") && !name.endsWith("_max"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The labels of each series, by its name in Prometheus. */
  Map<String, Set<String>> series() {
    var series = new HashMap<String, Set<String>>();
    SAMPLE
        .matcher(text)
        .results()
        .forEach(
            sample ->
                series
                    .computeIfAbsent(sample.group(1), any -> new HashSet<>())
                    .addAll(labels(sample.group(2)).keySet()));
    return series;
  }

  /** The sum of the values of all series with this name and these labels. */
  double sum(String name, Map<String, String> labels) {
    return SAMPLE
        .matcher(text)
        .results()
        .filter(sample -> sample.group(1).equals(name))
        .filter(sample -> labels(sample.group(2)).entrySet().containsAll(labels.entrySet()))
        .mapToDouble(sample -> Double.parseDouble(sample.group(3)))
        .sum();
  }

  /** The values of a label in all series. */
  Set<String> values() {
    return SAMPLE
        .matcher(text)
        .results()
        .flatMap(sample -> labels(sample.group(2)).values().stream())
        .collect(Collectors.toSet());
  }

  private static Map<String, String> labels(String text) {
    var labels = new HashMap<String, String>();
    if (text != null) {
      LABEL.matcher(text).results().forEach(found -> labels.put(found.group(1), found.group(2)));
    }
    return labels;
  }
}
