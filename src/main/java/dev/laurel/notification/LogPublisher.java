package dev.laurel.notification;

import dev.laurel.broadcast.Broadcast;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.List;
import java.util.Map;

/**
 * Sends new entries and moved read cursors to the nodes, after the commit. Receivers make up for a
 * lost hint by reading the log.
 */
@ApplicationScoped
class LogPublisher {
  /** Fired in a transaction that appends to logs, with the hints by user. */
  record LogAdvanced(Map<String, Hint> hints) {}

  /** Fired in a transaction that moves a user's read cursor, with the head after the move. */
  record ReadCursorMoved(String user, LogHead head) {}

  private final Broadcast broadcast;
  private final PublicationTraces traces;

  LogPublisher(Broadcast broadcast, PublicationTraces traces) {
    this.broadcast = broadcast;
    this.traces = traces;
  }

  void publish(@Observes(during = TransactionPhase.AFTER_SUCCESS) LogAdvanced advanced) {
    var publication = traces.begin(advanced.hints().values());
    var published =
        broadcast.publish(
            advanced.hints().entrySet().stream()
                .map(hint -> UserChannel.message(hint.getKey(), publication.of(hint.getValue())))
                .toList());
    publication.endWith(published);
  }

  void publish(@Observes(during = TransactionPhase.AFTER_SUCCESS) ReadCursorMoved moved) {
    broadcast.publish(List.of(UserChannel.message(moved.user(), moved.head())));
  }
}
