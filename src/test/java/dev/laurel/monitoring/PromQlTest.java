package dev.laurel.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQlTest {
  @Test
  void metricsAndLabelsAreFoundAmongFunctionsNumbersAndRanges() {
    // Given
    var query =
        new PromQl(
            "histogram_quantile(0.9, sum by (le, node) (rate(a_bucket{x=~\"y|z\",v=\"1\"}[5m]))) > 200e6"
                + " and on (job) b_total[$__rate_interval]");

    // Then
    assertEquals(Map.of("a_bucket", Set.of("x", "v"), "b_total", Set.of()), query.selected());
    assertEquals(Set.of("le", "node", "job"), query.grouping());
  }
}
