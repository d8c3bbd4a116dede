package dev.laurel.testing;

import io.netty.buffer.ByteBuf;

/** Told of the personal events that the members of a {@link SocketCrowd} receive. */
@FunctionalInterface
public interface FrameListener {
  FrameListener NONE = (member, seq, text) -> {};

  /**
   * @param text the frame in UTF-8, good for the time of the call
   */
  void received(CrowdMember member, long seq, ByteBuf text);
}
