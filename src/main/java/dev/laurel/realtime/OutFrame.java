package dev.laurel.realtime;

import io.netty.buffer.ByteBufUtil;

/**
 * A frame ready to be sent, to one client or to thousands.
 *
 * @param bytes the length in UTF-8
 * @param writtenAt when the event was written to the log, in milliseconds since the epoch; 0 for
 *     what is no event on its way to a client that has been waiting for it
 */
record OutFrame(String text, int bytes, FrameType type, long writtenAt) {
  static OutFrame of(String text) {
    return live(text, 0);
  }

  /** An event that has just come about. */
  static OutFrame live(String text, long writtenAt) {
    return new OutFrame(text, ByteBufUtil.utf8Bytes(text), FrameType.of(text), writtenAt);
  }

  boolean isLive() {
    return writtenAt != 0;
  }
}
