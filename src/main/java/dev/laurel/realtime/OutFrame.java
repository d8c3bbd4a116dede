package dev.laurel.realtime;

import dev.laurel.notification.Origin;
import io.netty.buffer.ByteBufUtil;

/**
 * A frame ready to be sent, to one client or to thousands.
 *
 * @param bytes the length in UTF-8
 * @param origin of an event on its way to a client that has been waiting for it; unknown for
 *     whatever else it is
 * @param write of which it is a part; null where that is not traced
 */
record OutFrame(String text, int bytes, FrameType type, Origin origin, SocketWrite write) {
  static OutFrame of(String text) {
    return live(text, Origin.UNKNOWN, null);
  }

  /** An event that has just come about. */
  static OutFrame live(String text, Origin origin, SocketWrite write) {
    var type = FrameType.of(text);
    if (write != null) {
      write.add(type);
    }
    return new OutFrame(text, ByteBufUtil.utf8Bytes(text), type, origin, write);
  }

  /** The network has taken it. */
  void written() {
    if (write != null) {
      write.written();
    }
  }

  /** The client will not get it. */
  void lost() {
    if (write != null) {
      write.lost();
    }
  }
}
