package dev.laurel.notification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import org.hibernate.Session;

/** How far users have read their logs. The read cursor never moves back. */
@ApplicationScoped
public class Inbox {
  private final Session session;
  private final LogReader log;
  private final Event<ReadCursorMoved> moves;

  Inbox(Session session, LogReader log, Event<ReadCursorMoved> moves) {
    this.session = session;
    this.log = log;
    this.moves = moves;
  }

  /**
   * Moves the user's read cursor forward; a place behind it changes nothing. Blocks.
   *
   * @param seq the last entry read; one ahead of the log counts as its end
   * @return the log as of then
   */
  @Transactional
  public LogHead read(String user, long seq) {
    var moved =
        session
            .createNativeQuery(
                """
                update notification_head set read_up_to = least(:seq, last_seq)
                where user_id = :user and read_up_to < least(:seq, last_seq)
                returning first_seq, last_seq, read_up_to""",
                Tuple.class)
            .setParameter("seq", seq)
            .setParameter("user", user)
            .getResultStream()
            .findFirst()
            .map(LogReader::head);
    moved.ifPresent(head -> moves.fire(new ReadCursorMoved(user, head)));
    return moved.orElseGet(() -> log.head(user));
  }
}
