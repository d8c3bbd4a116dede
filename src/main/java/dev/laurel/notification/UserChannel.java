package dev.laurel.notification;

import dev.laurel.broadcast.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What a user's nodes tell each other.
 *
 * <p>The payload of new entries is the {@code seq} of the first in decimal, then the frames, each
 * after a line break. They are consecutive, so that is all that there is to know.
 *
 * <p>The payload of a read cursor that moved is {@code 0}, which is no entry's {@code seq}, then a
 * line with the three numbers of the {@link LogHead}. Who takes it for an entry drops it as one
 * delivered long ago.
 */
public final class UserChannel {
  private static final String READ = "0\n";

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

  /** The hint that the read cursor moved. */
  static Message message(String user, LogHead head) {
    return new Message(
        name(user), READ + head.firstSeq() + " " + head.lastSeq() + " " + head.readUpTo());
  }

  /**
   * Reads the payloads of a user's channel. The receiver throws {@link IllegalArgumentException}
   * for what is no such payload.
   *
   * @param entries given consecutive new entries
   * @param moved given the log as of a move of the read cursor
   */
  public static Consumer<String> receiver(
      Consumer<List<LogEntry>> entries, Consumer<LogHead> moved) {
    return payload -> {
      if (payload.startsWith(READ)) {
        moved.accept(head(payload.substring(READ.length())));
      } else {
        entries.accept(entries(payload));
      }
    };
  }

  private static LogHead head(String text) {
    var numbers = text.split(" ", -1);
    if (numbers.length != 3) {
      throw new IllegalArgumentException("payload without the three numbers of a log");
    }
    return new LogHead(
        Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
  }

  private static List<LogEntry> entries(String payload) {
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
