package dev.laurel.testing;

import dev.laurel.installation.InstallationKey;
import io.quarkus.redis.datasource.RedisDataSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Another node of the installation, as far as Redis shows it. */
@Singleton
public class OtherNode {
  private static final String PREFIX = "laurel:";

  @Inject RedisDataSource redis;
  @Inject InstallationKey key;

  /** Publishes on a channel that is named without the installation's prefix. */
  public void publish(String channel, String payload) {
    redis.execute("PUBLISH", PREFIX + channel, key.seal(PREFIX + channel, payload));
  }
}
