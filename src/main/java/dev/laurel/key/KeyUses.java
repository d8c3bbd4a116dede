package dev.laurel.key;

import dev.laurel.outage.DatabaseAway;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers when keys are used, and writes it once a minute, so that requests need no statement for
 * it. A node that dies forgets a minute. Thread-safe.
 */
@ApplicationScoped
class KeyUses {
  private static final String INTERVAL = "1m";

  private record Secret(String id, String hash) {}

  private final Map<Secret, Instant> latest = new ConcurrentHashMap<>();

  /** Notes the use of a key. Does not block. */
  void note(KnownKey key, Instant now) {
    latest.put(new Secret(key.id(), key.hash()), now);
  }

  @Scheduled(
      identity = "key.uses",
      every = INTERVAL,
      delayed = INTERVAL,
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = DatabaseAway.class)
  void flush() {
    var written = Map.copyOf(latest);
    if (written.isEmpty()) {
      return;
    }
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                // In the order of ids: other nodes write the same rows, and might deadlock.
                written.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey(KeyUses::byId))
                    .forEach(
                        use -> ApiKey.use(use.getKey().id, use.getKey().hash, use.getValue())));
    written.forEach(latest::remove);
  }

  private static int byId(Secret one, Secret other) {
    return one.id.compareTo(other.id);
  }
}
