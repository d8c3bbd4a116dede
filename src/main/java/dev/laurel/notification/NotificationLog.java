package dev.laurel.notification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Each user's events, numbered 1, 2, 3 … in the order of their commits. An entry is visible to
 * readers only together with all before it, since appending needs the user's lock until the commit.
 * All methods block.
 */
@ApplicationScoped
public class NotificationLog {
  private final OpenLogs open;
  private final FrameEncoder encoder;
  private final Event<LogAdvanced> advances;
  private final Clock clock;

  NotificationLog(OpenLogs open, FrameEncoder encoder, Event<LogAdvanced> advances, Clock clock) {
    this.open = open;
    this.encoder = encoder;
    this.advances = advances;
    this.clock = clock;
  }

  /**
   * Reads, in one go, the ends of the logs that the transaction is going to append to. The users
   * must be locked.
   */
  @Transactional(TxType.MANDATORY)
  public void open(Collection<String> users) {
    NotificationHead.<NotificationHead>list("userId in ?1", users)
        .forEach(head -> open.heads().put(head.userId, head));
    users.stream().filter(user -> !open.heads().containsKey(user)).forEach(this::create);
  }

  private void create(String user) {
    var head = new NotificationHead();
    head.userId = user;
    head.persist();
    open.heads().put(user, head);
  }

  /** Appends frames to the log of a user, who must be locked and whose log must be open. */
  @Transactional(TxType.MANDATORY)
  public void append(String user, List<Frame> frames) {
    frames.forEach(frame -> append(user, frame, null));
  }

  /**
   * As {@link #append(String, List)}, for a single frame.
   *
   * @param idempotencyKey null, or unique among the user's
   */
  @Transactional(TxType.MANDATORY)
  LogEntry append(String user, Frame frame, String idempotencyKey) {
    var head = open.heads().get(user);
    if (head == null) {
      throw new IllegalStateException("appended to a log before it was opened");
    }
    var row = new Notification();
    row.userId = user;
    row.seq = ++head.lastSeq;
    row.sentAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    row.frame = encoder.encode(frame, row.seq, row.sentAt);
    row.idempotencyKey = idempotencyKey;
    row.persist();
    var entry = new LogEntry(row.seq, row.frame);
    if (open.advanced() == null) {
      open.advanced(new LogAdvanced());
      advances.fire(open.advanced());
    }
    open.advanced().add(user, entry);
    return entry;
  }

  /** The entry once appended under the key. */
  @Transactional(TxType.MANDATORY)
  Optional<LogEntry> find(String user, String idempotencyKey) {
    return Notification.<Notification>find(
            "userId = ?1 and idempotencyKey = ?2", user, idempotencyKey)
        .firstResultOptional()
        .map(row -> new LogEntry(row.seq, row.frame));
  }
}
