package dev.laurel.security;

import dev.laurel.testing.EmbeddedServersResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** The servers of the test run, or its PostgreSQL and an address at which no Redis answers. */
public class Servers implements QuarkusTestResourceLifecycleManager {
  static final Map<String, String> WITHOUT_REDIS = Map.of("redis", "away");

  private boolean redisIsAway;

  @Override
  public void init(Map<String, String> args) {
    redisIsAway = args.equals(WITHOUT_REDIS);
  }

  @Override
  public Map<String, String> start() {
    var settings = new HashMap<>(EmbeddedServersResource.settings());
    if (redisIsAway) {
      settings.put("quarkus.redis.hosts", "redis://127.0.0.1:1");
    }
    return settings;
  }

  @Override
  public void stop() {}
}
