package dev.laurel.realtime;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import io.quarkus.websockets.next.UserData.TypedKey;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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

  private static final long QUIET_MILLIS = 500;

  private Consumer<CloseCode> listener;
  private Future<?> end;
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
      violated(context, CloseCode.TOO_BIG);
    } else if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      violated(
          context,
          corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)
              ? CloseCode.TOO_BIG
              : CloseCode.PROTOCOL_ERROR);
    } else {
      context.fireExceptionCaught(cause);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (violation != null) {
      endWhenQuiet(context);
    }
    context.fireChannelReadComplete();
  }

  /**
   * The client's answer to the close frame goes unread, being behind the breach. Waiting for it in
   * vain, as the server would, keeps a browser from telling its page for just as long; and ending
   * while the client is still sending may cost it the close frame.
   */
  private void endWhenQuiet(ChannelHandlerContext context) {
    if (end != null) {
      end.cancel(false);
    }
    end = context.executor().schedule(() -> context.close(), QUIET_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void violated(ChannelHandlerContext context, CloseCode code) {
    if (violation == null) {
      violation = code;
      endWhenQuiet(context);
      if (listener != null) {
        listener.accept(code);
      }
    }
  }
}
