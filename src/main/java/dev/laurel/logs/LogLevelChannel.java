package dev.laurel.logs;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.broadcast.Message;
import dev.laurel.broadcast.Subscription;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Sends levels to the other nodes. A node that starts later or misses the message keeps its own.
 *
 * <p>The payload is sender, category, level and seconds, separated by spaces.
 */
@ApplicationScoped
class LogLevelChannel {
  private static final String NAME = "log-levels";

  private final String self = UUID.randomUUID().toString();
  private final Broadcast broadcast;
  private final LogLevels levels;
  private Subscription subscription;

  LogLevelChannel(Broadcast broadcast, LogLevels levels) {
    this.broadcast = broadcast;
    this.levels = levels;
  }

  void start(@Observes StartupEvent event) {
    subscription = broadcast.subscribe(NAME, this::receive);
  }

  void stop(@Observes ShutdownEvent event) {
    subscription.close();
  }

  void send(String category, LogLevelRequest request) {
    broadcast.publish(
        List.of(
            new Message(
                NAME,
                String.join(
                    " ", self, category, request.level().name(), request.seconds().toString()))));
  }

  private void receive(String payload) {
    var parts = payload.split(" ", -1);
    if (!parts[0].equals(self)) {
      levels.set(
          parts[1], LogLevel.Level.valueOf(parts[2]), Duration.ofSeconds(Long.parseLong(parts[3])));
    }
  }
}
