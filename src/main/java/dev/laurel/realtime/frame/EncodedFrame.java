package dev.laurel.realtime.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.laurel.notification.Hint.Origin;
import java.nio.ByteBuffer;

/**
 * A frame as bytes of the network, with its WebSocket header. All clients get the same bytes:
 * servers do not mask frames, and this one does not compress them.
 *
 * @param wire the whole frame of RFC 6455, section 5.2; must not change
 * @param bytes the length of the text in UTF-8
 * @param origin the origin of a live event; unknown for replays and all other frames
 * @param span the span of the write that the frame belongs to; null if it is not traced
 */
public record EncodedFrame(byte[] wire, int bytes, FrameType type, Origin origin, WriteSpan span) {
  private static final byte FINAL_TEXT = (byte) 0x81;
  private static final int SHORT = 125;
  private static final int MEDIUM = 0xFFFF;
  private static final byte MEDIUM_FOLLOWS = 126;
  private static final byte LONG_FOLLOWS = 127;

  public static EncodedFrame of(String text) {
    return live(text, Origin.UNKNOWN);
  }

  /** A live event, whose latency is measured. */
  public static EncodedFrame live(String text, Origin origin) {
    var payload = text.getBytes(UTF_8);
    return new EncodedFrame(encode(payload), payload.length, FrameType.of(text), origin, null);
  }

  /** The same frame as part of a traced write; itself if {@code newSpan} is null. */
  public EncodedFrame within(WriteSpan newSpan) {
    if (newSpan == null) {
      return this;
    }
    newSpan.add(type);
    return new EncodedFrame(wire, bytes, type, origin, newSpan);
  }

  private static byte[] encode(byte[] payload) {
    int length = payload.length;
    if (length <= SHORT) {
      return start(2, length).put((byte) length).put(payload).array();
    }
    return length <= MEDIUM
        ? start(4, length).put(MEDIUM_FOLLOWS).putShort((short) length).put(payload).array()
        : start(10, length).put(LONG_FOLLOWS).putLong(length).put(payload).array();
  }

  private static ByteBuffer start(int header, int length) {
    return ByteBuffer.allocate(header + length).put(FINAL_TEXT);
  }

  /** The network has taken the frame. */
  public void written() {
    if (span != null) {
      span.written();
    }
  }

  /** The client will not get the frame. */
  public void lost() {
    if (span != null) {
      span.lost();
    }
  }
}
