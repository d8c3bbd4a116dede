package dev.laurel.notification;

import dev.laurel.broadcast.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The channel on which nodes send each other hints about a user's log.
 *
 * <p>A hint of new entries is the {@code seq} of the first in decimal, the {@link Hint.Origin} as
 * tokens {@code name=value} with a space before each, and the frames with a line break before each.
 * Frames are consecutive, so their {@code seq} is not repeated. Unknown tokens are ignored.
 *
 * <p>A hint of a moved read cursor is {@code 0}, which is no entry's {@code seq}, and a line with
 * three numbers of the {@link LogHead}. A receiver that took it for an entry would drop it as
 * already delivered.
 */
public final class UserChannel {
  /** The pattern of the channels' names. */
  public static final String TEMPLATE = "user:{id}";

  private static final String READ = "0\n";

  private UserChannel() {}

  /** The channel of a user. */
  public static String name(String user) {
    return "user:" + user;
  }

  /** The hint that carries new entries. */
  static Message message(String user, Hint hint) {
    return new Message(
        name(user),
        hint.entries().stream()
            .map(LogEntry::frame)
            .collect(
                Collectors.joining("\n", hint.first() + " " + hint.origin().tokens() + "\n", "")));
  }

  /** The hint that the read cursor moved. */
  static Message message(String user, LogHead head) {
    return new Message(
        name(user), READ + head.firstSeq() + " " + head.lastSeq() + " " + head.readUpTo());
  }

  /**
   * Decodes the payloads of a user's channel. Throws {@link IllegalArgumentException} for other
   * payloads.
   *
   * @param hints receives new entries
   * @param moved receives the head after a move of the read cursor
   */
  public static Consumer<String> receiver(Consumer<Hint> hints, Consumer<LogHead> moved) {
    return payload -> {
      if (payload.startsWith(READ)) {
        moved.accept(head(payload.substring(READ.length())));
      } else {
        hints.accept(hint(payload));
      }
    };
  }

  private static LogHead head(String text) {
    var numbers = text.split(" ", -1);
    if (numbers.length != 3) {
      throw new IllegalArgumentException("payload without the three numbers of a log");
    }
    return new LogHead(
        Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]), null);
  }

  private static Hint hint(String payload) {
    var entries = new ArrayList<LogEntry>();
    int end = payload.indexOf('\n');
    if (end < 0) {
      throw new IllegalArgumentException("payload without entries");
    }
    int space = payload.indexOf(' ');
    boolean hasOrigin = space >= 0 && space < end;
    var origin =
        hasOrigin ? Hint.Origin.parse(payload.substring(space + 1, end)) : Hint.Origin.UNKNOWN;
    long seq = Long.parseLong(payload, 0, hasOrigin ? space : end, 10);
    var sentAt = origin.writtenAt() == 0 ? null : Instant.ofEpochMilli(origin.writtenAt());
    while (end >= 0) {
      int start = end + 1;
      end = payload.indexOf('\n', start);
      var frame = payload.substring(start, end < 0 ? payload.length() : end);
      entries.add(new LogEntry(seq++, frame, sentAt));
    }
    return new Hint(entries, origin);
  }
}
