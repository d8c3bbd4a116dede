package dev.laurel.realtime;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import java.util.stream.StreamSupport;

/** Sums up the meters of a name; zero if there is none. */
public record Meters(MeterRegistry registry) {
  public double sum(String name, String... tags) {
    return registry.find("laurel.realtime." + name).tags(tags).meters().stream()
        .flatMap(meter -> StreamSupport.stream(meter.measure().spliterator(), false))
        .filter(
            measurement ->
                measurement.getStatistic() == Statistic.COUNT
                    || measurement.getStatistic() == Statistic.VALUE)
        .mapToDouble(Measurement::getValue)
        .sum();
  }
}
