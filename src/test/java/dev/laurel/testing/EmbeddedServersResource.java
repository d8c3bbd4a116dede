package dev.laurel.testing;

import dev.laurel.embedded.Durability;
import dev.laurel.embedded.EmbeddedServers;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.commons.io.FileUtils;

/**
 * The PostgreSQL and the Redis that all tests of a JVM share: {@code @WithTestResource(value =
 * EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)}. The first test starts them, on
 * free ports and temporary data; they end with the JVM.
 */
public final class EmbeddedServersResource implements QuarkusTestResourceLifecycleManager {
  /**
   * The settings are kept in a system property, since Quarkus reloads this class with each restart
   * of the application.
   */
  private static final String RUNNING = "laurel.testing.servers";

  /**
   * The servers' settings and the secret of {@link TestTokens}, by property name. Starts the
   * servers unless they run.
   */
  public static Map<String, String> settings() {
    synchronized (System.getProperties()) {
      var running = System.getProperty(RUNNING);
      if (running == null) {
        running =
            launch().settings().entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining("\n"));
        System.setProperty(RUNNING, running);
      }
      return parse(running);
    }
  }

  private static EmbeddedServers launch() {
    try {
      var directory = Files.createTempDirectory("laurel-test-");
      var servers = EmbeddedServers.start(directory, Durability.THROWAWAY);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(servers, directory)));
      return servers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void discard(EmbeddedServers servers, Path directory) {
    servers.close();
    FileUtils.deleteQuietly(directory.toFile());
  }

  private static Map<String, String> parse(String running) {
    var properties = new Properties();
    try {
      properties.load(new StringReader(running));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var settings = new HashMap<String, String>();
    properties.forEach((name, value) -> settings.put(name.toString(), value.toString()));
    settings.put("laurel.auth.hs256-secret", TestTokens.SECRET);
    settings.put(
        "laurel.http.origins",
        "https://courses.example, http://localhost:5173, capacitor://localhost");
    return Map.copyOf(settings);
  }

  @Override
  public Map<String, String> start() {
    var settings = new HashMap<>(settings());
    // Tests of boards mostly wait for ticks.
    settings.put("laurel.realtime.board-tick", "50ms");
    // Most tests are about other things than who is in a class.
    settings.put("laurel.roster.classes-from-results", "true");
    return settings;
  }

  /** Does nothing: the application restarts within a run, the servers don't. */
  @Override
  public void stop() {}
}
