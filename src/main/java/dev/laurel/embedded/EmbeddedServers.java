package dev.laurel.embedded;

import dev.laurel.startup.LocalServicesException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A running PostgreSQL and a running Redis on free ports of the loopback address, with their data
 * in one directory that belongs to this process until they are closed.
 *
 * <p>They are processes of their own and survive a killed JVM. The next start on the same directory
 * stops what it finds there and starts anew on the same data.
 */
public final class EmbeddedServers implements AutoCloseable {
  private final DataDirectory directory;
  private final PostgresServer postgres;
  private final RedisServer redis;

  private EmbeddedServers(DataDirectory directory, PostgresServer postgres, RedisServer redis) {
    this.directory = directory;
    this.postgres = postgres;
    this.redis = redis;
  }

  /**
   * Starts both servers and blocks until they answer.
   *
   * @param directory created if absent; afterwards it holds the data, the servers' logs and their
   *     passwords
   * @throws LocalServicesException if another process uses the directory, it is unusable, or a
   *     server does not start; neither server is left running then
   */
  public static EmbeddedServers start(Path directory, Durability durability) {
    var data = DataDirectory.open(directory);
    PostgresServer postgres = null;
    try {
      postgres = PostgresServer.start(data, durability);
      return new EmbeddedServers(data, postgres, RedisServer.start(data, durability));
    } catch (RuntimeException e) {
      if (postgres != null) {
        postgres.close();
      }
      data.close();
      throw e;
    }
  }

  /** The Quarkus settings, by property name, by which a service reaches the two servers. */
  public Map<String, String> settings() {
    return Map.of(
        "quarkus.datasource.jdbc.url", postgres.jdbcUrl(),
        "quarkus.datasource.username", PostgresServer.USER,
        "quarkus.datasource.password", postgres.password(),
        "quarkus.redis.hosts", redis.uri());
  }

  /** A random secret that stays the same for as long as the directory exists. */
  String tokenSecret() {
    return directory.secret("hs256.secret");
  }

  PostgresServer postgres() {
    return postgres;
  }

  RedisServer redis() {
    return redis;
  }

  /**
   * Stops both servers in order, data saved, and releases the directory; does nothing the second
   * time.
   */
  @Override
  public void close() {
    try {
      postgres.close();
    } finally {
      try {
        redis.close();
      } finally {
        directory.close();
      }
    }
  }
}
