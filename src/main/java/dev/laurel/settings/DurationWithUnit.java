package dev.laurel.settings;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Reads a duration such as {@code 500ms}, {@code 30s}, {@code 10m}, {@code 2h}, {@code 30d} or
 * {@code PT1H30M}. Refuses a bare number, which Quarkus takes for seconds and people for whatever
 * they have in mind.
 */
public final class DurationWithUnit implements Converter<Duration> {
  private static final long serialVersionUID = 1L;

  private static final Pattern BARE = Pattern.compile("\\s*[+-]?\\d+\\s*");

  /**
   * @throws IllegalArgumentException unless {@code value} is a duration with a unit
   */
  @Override
  public Duration convert(String value) {
    if (!BARE.matcher(value).matches()) {
      try {
        return DurationConverter.parseDuration(value.strip());
      } catch (IllegalArgumentException e) {
        // Reported below with examples.
      }
    }
    throw new IllegalArgumentException(
        "'" + value + "' is no duration; one looks like 500ms, 30s, 10m, 2h or 30d");
  }
}
