package dev.laurel.http;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Measures no requests whose method HTTP does not have. The method is a label, and the registry
 * keeps each label for good: whoever invents methods would fill the memory, and write into what
 * operators read. Renaming them would not do, since the registry remembers the name of before.
 */
@Singleton
class RequestLabels implements MeterFilter {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    var method = id.getTag("method");
    return id.getName().startsWith("http.server.") && method != null && !METHODS.contains(method)
        ? MeterFilterReply.DENY
        : MeterFilterReply.NEUTRAL;
  }
}
