package dev.laurel.realtime;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import io.quarkus.websockets.next.UserData.TypedKey;
import java.util.function.Consumer;

/**
 * Makes a breach of the protocol, or a frame beyond the limit, end with a close code. Left to
 * itself the server would drop the connection in the middle of what the client is sending, and the
 * client would never learn why. What comes after the breach is discarded.
 *
 * <p>Used on the connection's event loop only.
 */
final class WireGuard extends ChannelInboundHandlerAdapter {
  static final TypedKey<WireGuard> KEY = new TypedKey<>("laurel.wire-guard");

  private Consumer<CloseCode> listener;
  private CloseCode violation;

  /** Sets who is to close the socket; told at once if there is a reason already. */
  void onViolation(Consumer<CloseCode> closing) {
    listener = closing;
    if (violation != null) {
      closing.accept(violation);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (violation == null) {
      context.fireChannelRead(message);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof TooLongFrameException) {
      violated(CloseCode.TOO_BIG);
    } else if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      violated(
          corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)
              ? CloseCode.TOO_BIG
              : CloseCode.PROTOCOL_ERROR);
    } else {
      context.fireExceptionCaught(cause);
    }
  }

  private void violated(CloseCode code) {
    if (violation == null) {
      violation = code;
      if (listener != null) {
        listener.accept(code);
      }
    }
  }
}
