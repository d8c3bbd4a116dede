package dev.laurel.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import dev.laurel.http.HttpConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithConverter;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
  void everyDurationOfASettingNeedsAUnit() {
    // When
    var durations =
        new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests()).importPackages("dev.laurel").stream()
                .filter(each -> outermost(each).isAnnotatedWith(ConfigMapping.class))
                .flatMap(each -> Stream.of(each.reflect().getDeclaredMethods()))
                .filter(method -> method.toGenericString().contains("java.time.Duration"))
                .toList();

    // Then
    assertTrue(durations.size() > 10, durations::toString);
    assertEquals(List.of(), durations.stream().filter(each -> !needsUnit(each)).toList());
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(DurationWithUnitTest::outermost).orElse(type);
  }

  /** The annotation is on the method, or on the type within an {@code Optional}. */
  private static boolean needsUnit(Method setting) {
    var type = setting.getAnnotatedReturnType();
    var inner =
        type instanceof AnnotatedParameterizedType generic
            ? Stream.of(generic.getAnnotatedActualTypeArguments())
            : Stream.<AnnotatedElement>empty();
    return Stream.concat(Stream.of(setting, type), inner)
        .map(element -> element.getAnnotation(WithConverter.class))
        .anyMatch(found -> found != null && found.value() == DurationWithUnit.class);
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
