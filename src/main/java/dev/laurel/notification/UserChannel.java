package dev.laurel.notification;

import dev.laurel.broadcast.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a user's nodes tell each other.
 *
 * <p>The payload of new entries is the {@code seq} of the first in decimal, then the frames, each
 * after a line break. They are consecutive, so that is all that there is to know.
 */
public final class UserChannel {
  private UserChannel() {}

  /** The channel of a user. */
  public static String name(String user) {
    return "user:" + user;
  }

  /** The hint that carries consecutive new entries. */
  static Message message(String user, List<LogEntry> entries) {
    return new Message(
        name(user),
        entries.stream()
            .map(LogEntry::frame)
            .collect(Collectors.joining("\n", entries.get(0).seq() + "\n", "")));
  }

  /**
   * The entries that a payload carries.
   *
   * @throws IllegalArgumentException when it is no such payload
   */
  public static List<LogEntry> entries(String payload) {
    var entries = new ArrayList<LogEntry>();
    int end = payload.indexOf('\n');
    if (end < 0) {
      throw new IllegalArgumentException("payload without entries");
    }
    long seq = Long.parseLong(payload, 0, end, 10);
    while (end >= 0) {
      int start = end + 1;
      end = payload.indexOf('\n', start);
      entries.add(new LogEntry(seq++, payload.substring(start, end < 0 ? payload.length() : end)));
    }
    return entries;
  }
}
