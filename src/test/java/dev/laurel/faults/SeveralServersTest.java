package dev.laurel.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.startup.DatabaseWait;
import dev.laurel.testing.PostgresProcess;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The first attempt to connect to the second server of an address. */
class SeveralServersTest {
  private static final String DRIVER = "quarkus.datasource.jdbc.additional-jdbc-properties.";
  private static final String URL = "quarkus.datasource.jdbc.url";

  private static PostgresProcess postgres;

  @BeforeAll
  static void start() {
    postgres = PostgresProcess.start();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void aPoolConnectsToTheNextWhenOneIsGone() throws IOException, SQLException {
    try (var gone = new UnreachableHost()) {
      connectAsPoolsDo(address(gone.port()));
    }
  }

  @Test
  void aPoolConnectsToTheNextWhenOneHangs() throws IOException, SQLException {
    try (var hanging = hanging()) {
      connectAsPoolsDo(address(hanging.getLocalPort()));
    }
  }

  @Test
  void theStartOfANodeFindsTheNextWhenOneHangs() throws IOException {
    try (var hanging = hanging()) {
      // When
      var given =
          Map.of(
              URL,
              address(hanging.getLocalPort()),
              "quarkus.datasource.username",
              "postgres",
              "quarkus.datasource.password",
              "postgres",
              "laurel.database.start-timeout",
              "0s");

      // Then
      assertEquals(
          Optional.empty(),
          DatabaseWait.await(
              new SmallRyeConfigBuilder()
                  .withSources(new PropertiesConfigSource(given, "test", 100))
                  .build()));
    }
  }

  /** Accepts connections and never answers. */
  private static ServerSocket hanging() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static String address(int first) {
    return "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/postgres?targetServerType=primary"
        .formatted(first, postgres.port());
  }

  private static void connectAsPoolsDo(String url) throws SQLException, IOException {
    try (var connection = DriverManager.getConnection(url, properties())) {
      assertTrue(connection.isValid(5));
    }
  }

  private static Properties properties() throws IOException {
    var packaged = new Properties();
    try (var file =
        SeveralServersTest.class.getClassLoader().getResourceAsStream("application.properties")) {
      packaged.load(file);
    }
    var driver = new Properties();
    driver.setProperty("user", "postgres");
    packaged.stringPropertyNames().stream()
        .filter(name -> name.startsWith(DRIVER))
        .forEach(
            name ->
                driver.setProperty(name.substring(DRIVER.length()), packaged.getProperty(name)));
    return driver;
  }
}
