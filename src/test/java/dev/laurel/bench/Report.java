package dev.laurel.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * The report of a benchmark, for people ({@code <name>.md}, printed as it grows) and for programs
 * ({@code <name>.json}).
 */
final class Report {
  private static final Path DIRECTORY = Path.of("target", "bench");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Map<String, List<Map<String, Object>>> scenarios = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder("# Benchmark\n");
  private final String name;
  private String scenario;

  Report(String name) {
    this.name = name;
  }

  void scenario(String title, String description) {
    scenario = title;
    scenarios.put(title, new ArrayList<>());
    line("%n## %s%n%n%s%n".formatted(title, description));
  }

  /** Adds a measurement of the scenario. */
  void add(Load.Result result) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("rate", result.rate());
    facts.put("batch", result.batch());
    facts.put("submissions", result.submissions());
    facts.put("seconds", rounded(result.seconds()));
    facts.put("behind", result.behind());
    facts.put("statuses", result.statuses());
    facts.put("to_browser_ms", percentiles(result.toBrowser()));
    facts.put("to_answer_ms", percentiles(result.toAnswer()));
    var cpu = new LinkedHashMap<String, Object>();
    result.cpuMicros().forEach((name, micros) -> cpu.put(name, Math.round(micros)));
    facts.put("cpu_micros_per_submission", cpu);
    add(facts);
  }

  void add(Map<String, Object> facts) {
    scenarios.get(scenario).add(facts);
    line(
        "- "
            + facts.entrySet().stream()
                .map(fact -> fact.getKey().replace('_', ' ') + ": " + fact.getValue())
                .collect(Collectors.joining("; ")));
    write();
  }

  void line(String line) {
    System.out.println(line);
    text.append(line).append('\n');
  }

  private void write() {
    try {
      Files.createDirectories(DIRECTORY);
      Files.writeString(DIRECTORY.resolve(name + ".md"), text);
      Files.writeString(DIRECTORY.resolve(name + ".json"), JSON.writeValueAsString(scenarios));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, Object> percentiles(Histogram micros) {
    var found = new LinkedHashMap<String, Object>();
    for (var percentile : List.of(50.0, 99.0, 99.9, 100.0)) {
      var label = percentile == 100 ? "max" : "p" + (percentile + "").replace(".0", "");
      found.put(label, rounded(micros.getValueAtPercentile(percentile) / 1e3));
    }
    found.put("count", micros.getTotalCount());
    return found;
  }

  static Object rounded(double value) {
    return Double.valueOf(String.format(Locale.ROOT, "%.1f", value));
  }
}
