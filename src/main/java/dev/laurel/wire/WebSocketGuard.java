package dev.laurel.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.util.ReferenceCountUtil;
import io.quarkus.websockets.next.UserData.TypedKey;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Guards a socket against its client: the last handler before the server's own, on the connection's
 * event loop.
 *
 * <ul>
 *   <li>Joins fragments: Vert.x loses a message whose first fragment is empty.
 *   <li>Drops pings above the {@link FrameLimit}, and ends a flood before it is decoded.
 *   <li>Refuses close codes above 4999, which Netty lets pass and Vert.x would send back.
 *   <li>Ends a breach of the protocol, or of the limit of size, with a close code, and drops what
 *       follows. Vert.x would close the connection while the client is still sending, and the
 *       client would never learn why.
 * </ul>
 */
public final class WebSocketGuard extends WebSocketFrameAggregator {
  public static final TypedKey<WebSocketGuard> KEY = new TypedKey<>("laurel.websocket-guard");

  private static final long QUIET_MILLIS = 500;

  /** The last close code that RFC 6455 lets a client send. */
  private static final int LAST_CLOSE_CODE = 4999;

  /** Speaks to the client on the guard's behalf. */
  public interface Listener {
    /** The socket must be closed; no frame is read from it any more. */
    void violated(CloseCode code);
  }

  private final FrameLimit limit;
  private Listener listener;
  private Future<?> closing;
  private CloseCode violation;
  private ChannelHandlerContext context;
  private volatile RawConnection connection;
  private volatile long heardAt;

  WebSocketGuard(int maxMessageBytes, FrameLimit limit) {
    super(maxMessageBytes);
    this.limit = limit;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) throws Exception {
    context = added;
    connection = new RawConnection(added);
    super.handlerAdded(added);
  }

  public RawConnection connection() {
    return connection;
  }

  /** Sets the listener, and tells it of an earlier violation. On the connection's thread. */
  public void listen(Listener newListener) {
    listener = newListener;
    if (violation != null) {
      newListener.violated(violation);
    }
  }

  /** Counts as a sign of life of the client. */
  public void heard() {
    heardAt = System.nanoTime();
  }

  /** The time of the client's last frame, by {@link System#nanoTime}. Any thread may call. */
  public long heardAt() {
    return heardAt;
  }

  @Override
  public void channelRead(ChannelHandlerContext self, Object message) throws Exception {
    if (!(message instanceof WebSocketFrame frame)) {
      self.fireChannelRead(message);
      return;
    }
    heard();
    if (frame instanceof CloseWebSocketFrame close) {
      if (close.statusCode() > LAST_CLOSE_CODE) {
        violated(CloseCode.PROTOCOL_ERROR);
        close.release();
      } else {
        super.channelRead(self, close);
      }
    } else if (violation != null || isAboveLimit(frame)) {
      ReferenceCountUtil.release(frame);
    } else {
      super.channelRead(self, frame);
    }
  }

  private boolean isAboveLimit(WebSocketFrame frame) {
    return switch (limit.admit(
        frame.content().readableBytes(), frame instanceof PingWebSocketFrame)) {
      case SERVE -> false;
      case DROP -> true;
      case CLOSE -> {
        violated(CloseCode.RATE_LIMIT);
        yield true;
      }
    };
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext self, WebSocketFrame oversized) {
    violated(CloseCode.TOO_BIG);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext self, Throwable cause) {
    if (cause instanceof TooLongFrameException) {
      violated(CloseCode.TOO_BIG);
    } else if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      violated(
          corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)
              ? CloseCode.TOO_BIG
              : CloseCode.PROTOCOL_ERROR);
    } else {
      self.fireExceptionCaught(cause);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext self) throws Exception {
    if (violation != null) {
      closeWhenQuiet();
    }
    super.channelReadComplete(self);
  }

  /**
   * Closes the connection once the client has been quiet for a moment. The client's answer to the
   * close frame is behind the breach and never read: waiting for it, as the server does, would keep
   * a browser from telling its page; closing while the client sends may cost it the close frame.
   */
  private void closeWhenQuiet() {
    if (closing != null) {
      closing.cancel(false);
    }
    closing =
        context.executor().schedule(() -> context.close(), QUIET_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Reads no further frame, and makes the listener close. On the connection's thread. */
  public void violated(CloseCode code) {
    if (violation == null) {
      violation = code;
      closeWhenQuiet();
      if (listener != null) {
        listener.violated(code);
      }
    }
  }
}
