package dev.laurel.demo;

import dev.laurel.broadcast.BroadcastConfig;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.value.SetArgs;
import io.quarkus.redis.datasource.value.ValueCommands;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Lets one node at a time submit for the class, so that ten nodes submit as often as one. There is
 * no leader: the first node that asks after the last turn gets the next.
 */
@ApplicationScoped
class Turns {
  private static final Logger LOG = Logger.getLogger("laurel.demo");
  private static final String KEY = "demo:turn";

  private final ValueCommands<String, String> redis;
  private final String key;

  Turns(RedisDataSource redis, BroadcastConfig config) {
    this.key = config.channelPrefix() + KEY;
    this.redis = redis.value(String.class);
  }

  /**
   * Returns whether the caller may submit now; if so, no other node may for the given time. While
   * Redis is away every node may: too many submissions show more than none. Blocks.
   */
  boolean take(Duration turn) {
    try {
      return redis.setAndChanged(key, "taken", new SetArgs().nx().px(turn));
    } catch (RuntimeException e) {
      LOG.debug("no turns while Redis is away", e);
      return true;
    }
  }
}
