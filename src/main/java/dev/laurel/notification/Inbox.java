package dev.laurel.notification;

import dev.laurel.notification.LogPublisher.ReadCursorMoved;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** Reads log heads and moves read cursors, which never move back. All methods block. */
@ApplicationScoped
@Transactional
public class Inbox {
  private final Event<ReadCursorMoved> moves;

  Inbox(Event<ReadCursorMoved> moves) {
    this.moves = moves;
  }

  /** Where the user's log begins and ends, and how far it was read. */
  public LogHead head(String user) {
    return NotificationHead.of(user).orElse(LogHead.EMPTY);
  }

  /**
   * Moves the user's read cursor forward.
   *
   * @param seq the last entry read; the end of the log if that comes first
   * @return the head after the move
   */
  public LogHead read(String user, long seq) {
    boolean moved = NotificationHead.read(user, seq);
    var head = head(user);
    if (moved) {
      moves.fire(new ReadCursorMoved(user, head));
    }
    return head;
  }
}
