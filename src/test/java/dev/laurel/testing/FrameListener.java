package dev.laurel.testing;

import io.netty.buffer.ByteBuf;

/** Called for each personal event that a member of a {@link SocketCrowd} receives. */
@FunctionalInterface
public interface FrameListener {
  FrameListener NONE = (member, seq, text) -> {};

  /**
   * @param text the frame in UTF-8, valid during the call
   */
  void received(CrowdMember member, long seq, ByteBuf text);
}
