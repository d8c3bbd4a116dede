package dev.laurel.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.http.HttpConfig;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationWithUnitTest {
  private final DurationWithUnit converter = new DurationWithUnit();

  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "30s,PT30S", "10m,PT10M", "2h,PT2H", "30d,PT720H", "PT1H30M,PT1H30M"})
  void durationWithAUnitIsRead(String value, Duration expected) {
    assertEquals(expected, converter.convert(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"30", "0", " 30 ", "-5", "soon", "30 parsecs"})
  void anythingElseIsRefusedWithExamples(String value) {
    var failure = assertThrows(IllegalArgumentException.class, () -> converter.convert(value));
    assertTrue(failure.getMessage().contains("30s, 10m"), failure::getMessage);
  }

  @Test
  void badDurationOfASettingNamesTheSetting() {
    // Given
    var settings =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(HttpConfig.class)
            .withSources(
                new PropertiesConfigSource(Map.of("laurel.http.body-timeout", "30"), "test", 500));

    // When
    var failure = assertThrows(ConfigValidationException.class, settings::build);

    // Then
    assertTrue(failure.getMessage().contains("laurel.http.body-timeout"), failure::getMessage);
    assertTrue(failure.getMessage().contains("'30' is no duration"), failure::getMessage);
  }
}
