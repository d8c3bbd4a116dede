package dev.laurel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside an external database, the demo is refused unless a person has turned it on. */
class DemoSwitchTest {
  private static final int PACKAGE = 250;

  @Test
  void demoTurnedOnByThePackageIsRefused() {
    assertTrue(Laurel.isDemoRefused(config("true", PACKAGE), false));
  }

  @Test
  void demoTurnedOnByThePackageBesideEmbeddedServersIsNotRefused() {
    assertFalse(Laurel.isDemoRefused(config("true", PACKAGE), true));
  }

  /** config/application.properties, .env, the environment, system properties. */
  @ParameterizedTest
  @ValueSource(ints = {260, 295, 300, 400})
  void demoTurnedOnByAPersonIsNotRefused(int ordinal) {
    assertFalse(Laurel.isDemoRefused(config("true", ordinal), false));
  }

  @Test
  void demoTurnedOffByThePackageIsNotRefused() {
    assertFalse(Laurel.isDemoRefused(config("false", PACKAGE), false));
  }

  @Test
  void unsetDemoIsNotRefused() {
    assertFalse(Laurel.isDemoRefused(new SmallRyeConfigBuilder().build(), false));
  }

  private static Config config(String value, int ordinal) {
    var source = new PropertiesConfigSource(Map.of("laurel.demo", value), "test", ordinal);
    return new SmallRyeConfigBuilder().withSources(source).build();
  }
}
