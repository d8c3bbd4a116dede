package dev.laurel.tracing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Traces are on; where they go, {@link Spans} says. */
public class TracedProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "otel.exporter.otlp.endpoint",
        "http://127.0.0.1:1",
        "quarkus.otel.bsp.schedule.delay",
        "50ms");
  }
}
