package dev.laurel.realtime;

import io.netty.buffer.ByteBufUtil;

/**
 * A frame ready to be sent, to one client or to thousands.
 *
 * @param bytes the length in UTF-8
 */
record OutFrame(String text, int bytes) {
  static OutFrame of(String text) {
    return new OutFrame(text, ByteBufUtil.utf8Bytes(text));
  }
}
