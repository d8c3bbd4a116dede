package dev.laurel.demo;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.value.SetArgs;
import io.quarkus.redis.datasource.value.ValueCommands;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Lets one node at a time submit for the class, so that it moves as fast with ten nodes as with
 * one. There is no leader: whoever asks first when the last turn is over has the next.
 */
@ApplicationScoped
class Turns {
  private static final Logger LOG = Logger.getLogger("laurel.demo");
  private static final String KEY = "laurel:demo:turn";

  private final ValueCommands<String, String> redis;

  Turns(RedisDataSource redis) {
    this.redis = redis.value(String.class);
  }

  /**
   * Whether the caller may submit once; then nobody else may for as long as given. While Redis is
   * away everybody may: a class that hurries shows more than one that stands still. Blocks.
   */
  boolean take(Duration turn) {
    try {
      return redis.setAndChanged(KEY, "taken", new SetArgs().nx().px(turn));
    } catch (RuntimeException e) {
      LOG.debug("no turns while Redis is away", e);
      return true;
    }
  }
}
