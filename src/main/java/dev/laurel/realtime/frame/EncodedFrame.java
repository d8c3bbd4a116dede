package dev.laurel.realtime.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.laurel.notification.Origin;
import java.nio.ByteBuffer;

/**
 * A frame ready to be sent, to one client or to thousands: encoded once, header and all, since what
 * a server sends has no mask and is not compressed.
 *
 * @param wire the whole frame of RFC 6455, section 5.2; not to be changed
 * @param bytes the length of its text in UTF-8
 * @param origin of an event on its way to a client that has been waiting for it; unknown for
 *     whatever else it is
 * @param write of which it is a part; null where that is not traced
 */
public record EncodedFrame(byte[] wire, int bytes, FrameType type, Origin origin, WriteSpan write) {
  private static final byte FINAL_TEXT = (byte) 0x81;
  private static final int SHORT = 125;
  private static final int MEDIUM = 0xFFFF;
  private static final byte MEDIUM_FOLLOWS = 126;
  private static final byte LONG_FOLLOWS = 127;

  public static EncodedFrame of(String text) {
    return live(text, Origin.UNKNOWN);
  }

  /** An event that has just come about. */
  public static EncodedFrame live(String text, Origin origin) {
    var payload = text.getBytes(UTF_8);
    return new EncodedFrame(framed(payload), payload.length, FrameType.of(text), origin, null);
  }

  /**
   * The same, as a part of what is written to one socket.
   *
   * @param to null where that is not traced
   */
  public EncodedFrame within(WriteSpan to) {
    if (to == null) {
      return this;
    }
    to.add(type);
    return new EncodedFrame(wire, bytes, type, origin, to);
  }

  private static byte[] framed(byte[] payload) {
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

  /** The network has taken it. */
  public void written() {
    if (write != null) {
      write.written();
    }
  }

  /** The client will not get it. */
  public void lost() {
    if (write != null) {
      write.lost();
    }
  }
}
