package dev.laurel.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoSwitchTest {
  private static final int PACKAGE = 250;

  @Test
  void aPackageMayNotTurnItOnBesideAnExternalDatabase() {
    // Given
    var demo = demo("true", PACKAGE);

    // When
    boolean refused = demo.isRefused(false);

    // Then
    assertTrue(refused);
  }

  @Test
  void aPackageMayTurnItOnWhereItBringsTheDatabase() {
    assertFalse(demo("true", PACKAGE).isRefused(true));
  }

  /** config/application.properties, .env, the environment, system properties. */
  @ParameterizedTest
  @ValueSource(ints = {260, 295, 300, 400})
  void aPersonMayTurnItOnAnywhereAndIsWarned(int ordinal) {
    // Given
    var demo = demo("true", ordinal);

    // When
    boolean refused = demo.isRefused(false);

    // Then
    assertFalse(refused);
    assertTrue(demo.isDangerous(false));
    assertFalse(demo.isDangerous(true));
  }

  @Test
  void offIsNeverAProblem() {
    // Given
    var demo = demo("false", PACKAGE);

    // Then
    assertFalse(demo.isRefused(false));
    assertFalse(demo.isDangerous(false));
  }

  @Test
  void unsetIsOff() {
    // Given
    var config = new SmallRyeConfigBuilder().build();

    // When
    var demo = DemoSwitch.of(config);

    // Then
    assertEquals(new DemoSwitch(false, false), demo);
  }

  private static DemoSwitch demo(String value, int ordinal) {
    var source = new PropertiesConfigSource(Map.of("laurel.demo", value), "test", ordinal);
    return DemoSwitch.of(new SmallRyeConfigBuilder().withSources(source).build());
  }
}
