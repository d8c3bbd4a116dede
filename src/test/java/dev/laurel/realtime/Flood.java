package dev.laurel.realtime;

import dev.laurel.realtime.personal.LogRows;
import io.quarkus.redis.datasource.RedisDataSource;

/**
 * Personal events of a user, as fast as they can be made: more than the network takes by itself.
 */
public final class Flood {
  /** A good deal below what may wait for one client, and so taken from the hint. */
  private static final int ENTRIES = 30;

  private static final String PADDING = "x".repeat(2_000);

  private final RedisDataSource redis;
  private final String user;
  private int sent;

  public Flood(RedisDataSource redis, String user) {
    this.redis = redis;
    this.user = user;
  }

  /** Sends another 60 KB. Returns how many events that makes in all. */
  public int pour() {
    var hint = LogRows.hint(sent + 1, sent + ENTRIES, PADDING);
    redis.execute("PUBLISH", "laurel:user:" + user, hint);
    sent += ENTRIES;
    return sent;
  }
}
