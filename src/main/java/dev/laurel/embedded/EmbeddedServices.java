package dev.laurel.embedded;

import dev.laurel.startup.LocalServices;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Starts PostgreSQL and Redis for a service that is configured with neither. Starts nothing if
 * either is configured.
 */
public final class EmbeddedServices implements LocalServices {
  private static final Logger LOG = Logger.getLogger("laurel.embedded");

  private static final List<String> EXTERNAL_SERVERS =
      List.of(
          "quarkus.datasource.jdbc.url",
          "quarkus.redis.hosts",
          "quarkus.redis.hosts-provider-name");

  private static final String HS256_SECRET = "laurel.auth.hs256-secret";
  private static final List<String> TOKEN_KEYS =
      List.of(
          HS256_SECRET,
          "laurel.auth.hs256-secret-files",
          "mp.jwt.verify.publickey",
          "mp.jwt.verify.publickey.location",
          "smallrye.jwt.verify.key.location",
          "smallrye.jwt.verify.secretkey");

  /** The build's word for a key that is not set. */
  private static final String NO_KEY = "NONE";

  /**
   * A system property, set while the servers run: a live reload of dev mode calls main again, with
   * new classes in the same process.
   */
  private static final String RUNNING = "laurel.embedded";

  private EmbeddedServers servers;

  @Override
  public synchronized Map<String, String> start(Config configured) {
    if (Boolean.getBoolean(RUNNING)) {
      return Map.of(RUNNING, "true");
    }
    if (anySet(configured, EXTERNAL_SERVERS)) {
      return Map.of();
    }
    var directory =
        Path.of(configured.getOptionalValue("laurel.data-dir", String.class).orElse("./data"));
    servers = EmbeddedServers.start(directory, Durability.DURABLE);
    LOG.infof("PostgreSQL %s embedded on %s", servers.postgres().version(), servers.postgres());
    LOG.infof("Redis %s embedded on %s", servers.redis().version(), servers.redis());

    var settings = new HashMap<>(servers.settings());
    settings.put(RUNNING, "true");
    var defaults = Map.of("quarkus.http.host", "127.0.0.1", "laurel.demo", "true");
    defaults.forEach(
        (name, value) -> {
          if (!anySet(configured, List.of(name))) {
            settings.put(name, value);
          }
        });
    if (!anySet(configured, TOKEN_KEYS) && !hasSources(configured)) {
      settings.put(HS256_SECRET, servers.tokenSecret());
    }
    return Map.copyOf(settings);
  }

  @Override
  public synchronized void close() {
    if (servers != null) {
      servers.close();
    }
  }

  private static boolean hasSources(Config configured) {
    return StreamSupport.stream(configured.getPropertyNames().spliterator(), false)
        .anyMatch(name -> name.startsWith("laurel.auth.sources."));
  }

  private static boolean anySet(Config configured, List<String> names) {
    return names.stream()
        .flatMap(name -> configured.getOptionalValue(name, String.class).stream())
        .anyMatch(value -> !value.equals(NO_KEY));
  }
}
