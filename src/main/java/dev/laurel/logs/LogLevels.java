package dev.laurel.logs;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.broadcast.Message;
import dev.laurel.broadcast.Subscription;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The temporary levels of this node's log categories, also set on the other nodes: one that starts
 * later or misses the message keeps its own. Thread-safe.
 *
 * <p>The message's payload is sender, category, level and seconds, separated by spaces.
 */
@Singleton
class LogLevels {
  private static final Logger LOG = Logger.getLogger("laurel.logs");
  private static final String CHANNEL = "log-levels";

  /**
   * @param category referenced, since a logger without references is collected with its level
   * @param before the former level; null if inherited
   */
  private record Set(
      java.util.logging.Logger category, java.util.logging.Level before, LogLevel level) {}

  private final Map<String, Set> set = new TreeMap<>();
  private final String self = UUID.randomUUID().toString();
  private final Broadcast broadcast;
  private final ScheduledExecutorService executor;
  private final Clock clock;
  private Subscription subscription;

  LogLevels(Broadcast broadcast, ScheduledExecutorService executor, Clock clock) {
    this.broadcast = broadcast;
    this.executor = executor;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    subscription = broadcast.subscribe(CHANNEL, this::receive);
  }

  void stop(@Observes ShutdownEvent event) {
    subscription.close();
  }

  /** Sets a category's level temporarily on all nodes; afterwards it has its original level. */
  LogLevel set(String category, LogLevel.Level level, Duration lasting) {
    var payload = String.join(" ", self, category, level.name(), "" + lasting.toSeconds());
    broadcast.publish(List.of(new Message(CHANNEL, payload)));
    return setHere(category, level, lasting);
  }

  private void receive(String payload) {
    var parts = payload.split(" ", -1);
    if (!parts[0].equals(self)) {
      setHere(
          parts[1], LogLevel.Level.valueOf(parts[2]), Duration.ofSeconds(Long.parseLong(parts[3])));
    }
  }

  private synchronized LogLevel setHere(String category, LogLevel.Level level, Duration lasting) {
    var logger = java.util.logging.Logger.getLogger(category);
    var earlier = set.get(category);
    var until = clock.instant().plus(lasting);
    var now = new LogLevel(category, level, until);
    set.put(category, new Set(logger, earlier == null ? logger.getLevel() : earlier.before(), now));
    executor.schedule(() -> reset(category, until), lasting.toMillis(), TimeUnit.MILLISECONDS);
    logger.setLevel(org.jboss.logmanager.Level.parse(level.name()));
    LOG.infof("%s is logged from %s on for %d s", category, level, lasting.toSeconds());
    return now;
  }

  private synchronized void reset(String category, Instant until) {
    var ending = set.get(category);
    // A level that was set again just now has an end of its own.
    if (ending != null && ending.level().until().equals(until)) {
      set.remove(category);
      ending.category().setLevel(ending.before());
      LOG.infof("%s is logged as before", category);
    }
  }

  /** The current temporary levels, by category. */
  synchronized List<LogLevel> all() {
    return set.values().stream().map(Set::level).toList();
  }
}
