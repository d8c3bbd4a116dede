package dev.laurel.key;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.broadcast.Replica;
import dev.laurel.outage.DatabaseAway;
import dev.laurel.outage.JobFailures;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** All keys. Machines would be refused without them. */
@Singleton
class Keyring extends Replica<ApiKey> {
  private static final String POLL = "key.changes";

  private final Map<String, ApiKey> keys = new HashMap<>();
  private volatile Map<String, KnownKey> byHash = Map.of();

  Keyring(
      Broadcast broadcast,
      DatabaseAway databaseAway,
      JobFailures failures,
      ExecutorService executor) {
    super("keys", POLL, broadcast, databaseAway, failures, executor);
  }

  /** The key with this text, valid or not; empty for an unknown one. Does not block. */
  Optional<KnownKey> find(String text) {
    return Optional.ofNullable(byHash.get(KeySecret.hash(text)));
  }

  @Scheduled(
      identity = POLL,
      every = POLL_INTERVAL,
      delayed = POLL_INTERVAL,
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = DatabaseAway.class)
  void poll() {
    read();
  }

  @Override
  protected List<ApiKey> changedSince(Instant moment) {
    return ApiKey.changedSince(moment);
  }

  @Override
  protected Instant changedAt(ApiKey key) {
    return key.changedAt;
  }

  @Override
  protected void apply(List<ApiKey> changed) {
    changed.forEach(key -> keys.put(key.id, key));
    var found = new HashMap<String, KnownKey>();
    for (var key : keys.values()) {
      if (key.previousHash != null) {
        found.put(key.previousHash, KnownKey.previous(key));
      }
      found.put(key.hash, KnownKey.current(key));
    }
    byHash = Map.copyOf(found);
  }
}
