package dev.laurel.notification;

import dev.laurel.sql.BulkSql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** How far users have read their logs. The read cursor never moves back. */
@ApplicationScoped
public class Inbox {
  private final BulkSql statements;
  private final LogReader log;
  private final Event<ReadCursorMoved> moves;

  Inbox(BulkSql statements, LogReader log, Event<ReadCursorMoved> moves) {
    this.statements = statements;
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
        statements
            .query(
                """
                update notification_head set read_up_to = least(?, last_seq)
                where user_id = ? and read_up_to < least(?, last_seq)
                returning first_seq, last_seq, read_up_to""",
                LogReader::head,
                seq,
                user,
                seq)
            .stream()
            .findFirst();
    moved.ifPresent(head -> moves.fire(new ReadCursorMoved(user, head)));
    return moved.orElseGet(() -> log.head(user));
  }
}
