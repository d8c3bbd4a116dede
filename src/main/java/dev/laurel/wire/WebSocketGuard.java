package dev.laurel.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.util.ReferenceCountUtil;
import io.quarkus.websockets.next.UserData.TypedKey;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Stands between the wire and the server, on the event loop of the connection.
 *
 * <p>It joins fragments: Vert.x loses a message whose first fragment is empty. It discards frames
 * above the limit before anything is made of them. And it makes a breach of the protocol, or a
 * frame beyond the limit of size, end with a close code: left to itself the server would drop the
 * connection in the middle of what the client is sending, and the client would never learn why.
 * What comes after the breach is discarded.
 */
public final class WebSocketGuard extends WebSocketFrameAggregator {
  public static final TypedKey<WebSocketGuard> KEY = new TypedKey<>("laurel.wire-guard");

  private static final long QUIET_MILLIS = 500;
  private static final int RESET = 0;

  /** Who speaks to the client. */
  public interface Warden {
    /** The socket is to be closed; nothing more will be read from it. */
    void violated(CloseCode code);

    /** A frame was discarded, and the client is to be told. */
    void limited();
  }

  private final FrameLimit limit;
  private Warden warden;
  private Future<?> end;
  private CloseCode violation;
  private volatile ChannelHandlerContext wire;
  private volatile long heardAt;

  public WebSocketGuard(int maxMessageBytes, FrameLimit limit) {
    super(maxMessageBytes);
    this.limit = limit;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) throws Exception {
    wire = context;
    super.handlerAdded(context);
  }

  /**
   * Gives a frame to the network, behind all that was given before. On the connection's thread.
   *
   * @param bytes the whole frame, which is not changed any more
   * @return completes when the operating system has taken the last byte
   */
  public ChannelFuture write(byte[] bytes) {
    return wire.writeAndFlush(Unpooled.wrappedBuffer(bytes));
  }

  /** Sets who speaks to the client; told at once if there is a violation already. */
  public void warden(Warden of) {
    warden = of;
    if (violation != null) {
      of.violated(violation);
    }
  }

  /** The client has been heard of in another way than by a frame. */
  public void heard() {
    heardAt = System.nanoTime();
  }

  /** When the client was last heard of, as {@link System#nanoTime} tells. Any thread may call. */
  public long heardAt() {
    return heardAt;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (!(message instanceof WebSocketFrame frame)) {
      context.fireChannelRead(message);
      return;
    }
    heard();
    if (frame instanceof CloseWebSocketFrame) {
      super.channelRead(context, frame);
    } else if (violation != null || isAboveLimit(context, frame)) {
      ReferenceCountUtil.release(frame);
    } else {
      super.channelRead(context, frame);
    }
  }

  private boolean isAboveLimit(ChannelHandlerContext context, WebSocketFrame frame) {
    // A message of which a part was served already is served whole; its parts count all the same.
    boolean isWithinMessage = frame instanceof ContinuationWebSocketFrame;
    return switch (limit.admit()) {
      case SERVE -> false;
      case DISCARD -> !isWithinMessage;
      case DISCARD_AND_TELL -> {
        if (warden != null) {
          warden.limited();
        }
        yield !isWithinMessage;
      }
      case CLOSE -> {
        violated(context, CloseCode.RATE_LIMIT);
        yield true;
      }
    };
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, WebSocketFrame oversized) {
    violated(context, CloseCode.TOO_BIG);
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
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    if (violation != null) {
      endWhenQuiet(context);
    }
    super.channelReadComplete(context);
  }

  /**
   * The client's answer to the close frame may go unread, being behind the breach. Waiting for it
   * in vain, as the server would, keeps a browser from telling its page for just as long; and
   * ending while the client is still sending may cost it the close frame.
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
      if (warden != null) {
        warden.violated(code);
      }
    }
  }

  /** Reads nothing more from the client, which is to be closed for this reason. */
  public void refuse(CloseCode code) {
    violated(wire, code);
  }

  /**
   * Drops the connection after a while, unless it has ended by itself. Any thread may call.
   *
   * @param dropped told if there was something to drop; on the connection's thread
   */
  public void dropAfter(Duration grace, Runnable dropped) {
    wire.executor()
        .schedule(() -> dropIf(() -> true, dropped), grace.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Drops the connection at once, with everything that is on its way. Any thread may call.
   *
   * @param condition asked on the connection's thread, when all that has arrived has been read
   * @param dropped told if there was something to drop; on the connection's thread
   */
  public void dropIf(BooleanSupplier condition, Runnable dropped) {
    wire.executor().execute(() -> drop(condition, dropped));
  }

  private void drop(BooleanSupplier condition, Runnable dropped) {
    var channel = wire.channel();
    if (channel.isActive() && condition.getAsBoolean()) {
      // What a peer does not take is not worth the kernel's memory any longer.
      channel.config().setOption(ChannelOption.SO_LINGER, RESET);
      wire.close();
      dropped.run();
    }
  }
}
