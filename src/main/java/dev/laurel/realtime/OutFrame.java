package dev.laurel.realtime;

import dev.laurel.notification.Origin;
import io.netty.buffer.ByteBufUtil;

/**
 * A frame ready to be sent, to one client or to thousands.
 *
 * @param bytes the length in UTF-8
 * @param origin of an event on its way to a client that has been waiting for it; unknown for
 *     whatever else it is
 */
record OutFrame(String text, int bytes, FrameType type, Origin origin) {
  static OutFrame of(String text) {
    return live(text, Origin.UNKNOWN);
  }

  /** An event that has just come about. */
  static OutFrame live(String text, Origin origin) {
    return new OutFrame(text, ByteBufUtil.utf8Bytes(text), FrameType.of(text), origin);
  }
}
