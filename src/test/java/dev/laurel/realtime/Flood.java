package dev.laurel.realtime;

import dev.laurel.realtime.personal.LogRows;
import io.quarkus.redis.datasource.RedisDataSource;

/** Produces personal events of a user faster than the network takes them. */
public final class Flood {
  /** Far below what may wait for one client, so that entries travel in the hint. */
  private static final int ENTRIES = 30;

  private static final String PADDING = "x".repeat(2_000);

  private final RedisDataSource redis;
  private final String user;
  private int sent;

  public Flood(RedisDataSource redis, String user) {
    this.redis = redis;
    this.user = user;
  }

  /** Sends another 60 KB. Returns the number of events so far. */
  public int pour() {
    var hint = LogRows.hint(sent + 1, sent + ENTRIES, PADDING);
    redis.execute("PUBLISH", "laurel:user:" + user, hint);
    sent += ENTRIES;
    return sent;
  }
}
