package dev.laurel.startup;

import dev.laurel.settings.DurationWithUnit;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.microprofile.config.Config;

/**
 * Waits for a database that starts later than the service, as when all containers of a composition
 * are started at once.
 */
// The JDBC driver loads this class by the name in the address; its alternative needs a file of
// certificates.
@RegisterForReflection(classNames = "org.postgresql.ssl.DefaultJavaSSLFactory")
public final class DatabaseWait {
  private static final String TIMEOUT = "laurel.database.start-timeout";
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final String TRY_SECONDS = "5";

  /** Less, so that a server that is gone leaves time for the next in the address. */
  private static final String SERVER_SECONDS = "2";

  private final String url;
  private final Properties properties = new Properties();
  private final Duration timeout;

  private DatabaseWait(String url, Config config) {
    this.url = url;
    this.timeout =
        config
            .getOptionalValue(TIMEOUT, String.class)
            .map(new DurationWithUnit()::convert)
            .orElse(DEFAULT_TIMEOUT);
    config
        .getOptionalValue("quarkus.datasource.username", String.class)
        .ifPresent(user -> properties.setProperty("user", user));
    config
        .getOptionalValue("quarkus.datasource.password", String.class)
        .ifPresent(password -> properties.setProperty("password", password));
    properties.setProperty("loginTimeout", TRY_SECONDS);
    properties.setProperty("connectTimeout", SERVER_SECONDS);
    properties.setProperty("sslResponseTimeout", SERVER_SECONDS + "000");
    properties.setProperty("socketTimeout", TRY_SECONDS);
  }

  /**
   * Blocks until the database answers. A refusal counts as an answer: the service reports it.
   *
   * @return in one line why it cannot be waited for any longer; empty if the database answers
   */
  public static Optional<String> await(Config config) {
    try {
      return config
          .getOptionalValue("quarkus.datasource.jdbc.url", String.class)
          .flatMap(url -> new DatabaseWait(url, config).await())
          .map("PostgreSQL does not answer (%s)"::formatted);
    } catch (IllegalArgumentException e) {
      return Optional.of(TIMEOUT + ": " + e.getMessage());
    }
  }

  private Optional<String> await() {
    var end = System.nanoTime() + timeout.toNanos();
    var silence = silence();
    if (silence.isPresent()) {
      // The log is buffered until the service starts.
      System.err.printf(
          "laurel: PostgreSQL does not answer (%s); waiting for it, %d s at most%n",
          silence.get(), timeout.toSeconds());
    }
    while (silence.isPresent() && System.nanoTime() < end) {
      pause();
      silence = silence();
    }
    return silence;
  }

  private Optional<String> silence() {
    try {
      DriverManager.getConnection(url, properties).close();
      return Optional.empty();
    } catch (SQLException e) {
      var state = e.getSQLState();
      boolean silent = state != null && (state.startsWith("08") || state.equals("57P03"));
      return silent ? Optional.of(String.valueOf(e.getMessage())) : Optional.empty();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
