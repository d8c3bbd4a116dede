package dev.laurel.notification;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.laurel.course.Learners;
import dev.laurel.errors.ProblemException;
import dev.laurel.notification.LogAppendBatch.UserEntry;
import dev.laurel.notification.LogPublisher.LogAdvanced;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Appends events to the users' logs, where they are numbered 1, 2, 3 … in the order of their
 * commits. Appending needs the user's lock until the commit, so readers never see an entry without
 * all entries before it. All methods block. Over 200 lines, since all ways of appending are here.
 */
@ApplicationScoped
public class NotificationLog {
  /**
   * An entry that was appended by key.
   *
   * @param created false if the key was used before; then it is the entry of that time
   */
  record Appended(LogEntry entry, boolean created) {}

  private final LogAppendBatch batch;
  private final Silence silence;
  private final Learners learners;
  private final ObjectMapper mapper;
  private final ObjectWriter writer;
  private final Event<LogAdvanced> advances;
  private final Clock clock;

  NotificationLog(
      LogAppendBatch batch,
      Silence silence,
      Learners learners,
      ObjectMapper mapper,
      Event<LogAdvanced> advances,
      Clock clock) {
    this.batch = batch;
    this.silence = silence;
    this.learners = learners;
    this.mapper = mapper;
    this.writer = mapper.writerFor(Frame.class);
    this.advances = advances;
    this.clock = clock;
  }

  /**
   * Appends the events of several users, unless the transaction keeps {@link Silence}.
   *
   * @param events by user; the users must be locked
   */
  @Transactional(TxType.MANDATORY)
  public void append(Map<String, PendingEvents> events) {
    if (!silence.isKept()) {
      append(events, null);
    }
  }

  /**
   * Appends a frame to a user's log, once for each key.
   *
   * @param idempotencyKey null for a frame that is new every time
   * @throws ProblemException 409 if the key was used before for another frame
   */
  @Transactional
  Appended append(String user, Frame frame, String idempotencyKey) {
    learners.lock(user);
    var earlier =
        idempotencyKey == null ? null : Notification.find(user, idempotencyKey).orElse(null);
    if (earlier != null) {
      requireSame(frame, earlier);
      return new Appended(earlier, false);
    }
    var events = PendingEvents.traced(List.of(dated(frame)));
    var hints = append(Map.of(user, events), idempotencyKey);
    return new Appended(hints.get(user).entries().get(0), true);
  }

  /**
   * Appends a frame to the logs of the known ones of some users, unless they have it under its key.
   *
   * @return the known users, each with whether the frame was appended now
   * @throws ProblemException 409 if one of them has another frame under the key
   */
  @Transactional
  Map<String, Boolean> append(Collection<String> users, Frame frame, String idempotencyKey) {
    var known = learners.lockKnown(users);
    var earlier = Notification.find(known, idempotencyKey);
    earlier.values().forEach(entry -> requireSame(frame, entry));
    var events = PendingEvents.traced(List.of(dated(frame)));
    append(
        known.stream()
            .filter(user -> !earlier.containsKey(user))
            .collect(toMap(user -> user, user -> events)),
        idempotencyKey);
    return known.stream().collect(toMap(user -> user, user -> !earlier.containsKey(user)));
  }

  private Frame dated(Frame frame) {
    return frame instanceof Frame.AchievementEarned earned ? earned.at(now()) : frame;
  }

  private void requireSame(Frame frame, LogEntry earlier) {
    try {
      RepeatedFrame.parse(mapper, writer.writeValueAsString(frame), earlier.frame()).requireSame();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Hint> append(Map<String, PendingEvents> events, String idempotencyKey) {
    var counts = new HashMap<String, Integer>();
    events.forEach(
        (user, pending) -> {
          if (!pending.frames().isEmpty()) {
            counts.put(user, pending.frames().size());
          }
        });
    if (counts.isEmpty()) {
      return Map.of();
    }
    var sentAt = now();
    var hints = new HashMap<String, Hint>();
    var entries = new ArrayList<UserEntry>();
    batch
        .extend(counts, sentAt)
        .forEach(
            (user, lastSeq) -> {
              var hint = hint(events.get(user), lastSeq, sentAt);
              hints.put(user, hint);
              hint.entries().forEach(entry -> entries.add(new UserEntry(user, entry)));
            });
    batch.insert(entries, sentAt, idempotencyKey);
    advances.fire(new LogAdvanced(hints));
    return hints;
  }

  private Hint hint(PendingEvents events, long lastSeq, Instant sentAt) {
    var entries = new ArrayList<LogEntry>(events.frames().size());
    long seq = lastSeq - events.frames().size();
    for (var frame : events.frames()) {
      seq++;
      entries.add(new LogEntry(seq, encode(frame, seq, sentAt), sentAt));
    }
    long gradedAt = events.gradedAt() == null ? 0 : events.gradedAt().toEpochMilli();
    return new Hint(entries, new Hint.Origin(sentAt.toEpochMilli(), gradedAt, events.trace()));
  }

  /** Encodes a frame for all clients, once. */
  private String encode(Frame frame, long seq, Instant sentAt) {
    try {
      var json = writer.writeValueAsString(frame);
      // Adding the log's two members before the closing brace saves a JSON tree for each frame.
      return json.substring(0, json.length() - 1)
          + ",\"seq\":"
          + seq
          + ",\"sent_at\":\""
          + sentAt
          + "\"}";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Deletes the oldest entries of a user, who must be locked; the log begins later then, as after
   * pruning.
   *
   * @param limit the most entries to delete
   * @return how many were deleted
   */
  @Transactional(TxType.MANDATORY)
  public long eraseOldest(String user, int limit) {
    var head = NotificationHead.of(user).orElse(LogHead.EMPTY);
    long first = Math.min(head.firstSeq() + limit, head.lastSeq() + 1);
    NotificationHead.update("firstSeq = ?1 where userId = ?2", first, user);
    return Notification.deleteBefore(user, first);
  }
}
