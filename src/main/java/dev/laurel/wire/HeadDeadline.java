package dev.laurel.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose client takes too long to say what it wants: from when it opens, TLS
 * included, to the end of the first request's head, and from the first byte of every later head to
 * its end. It stands before everything else on the connection, on its event loop.
 */
final class HeadDeadline extends ChannelInboundHandlerAdapter {
  private final Duration timeout;
  private ScheduledFuture<?> end;
  private int requestsInHand;

  HeadDeadline(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    begin(context);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (requestsInHand == 0 && end == null) {
      begin(context);
    }
    context.fireChannelRead(message);
  }

  private void begin(ChannelHandlerContext context) {
    end =
        context
            .executor()
            .schedule(() -> context.close(), timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A head has been read to its end. On the event loop of the connection. */
  void headRead() {
    requestsInHand++;
    cancel();
  }

  /** A request whose head was read has been answered. On the event loop of the connection. */
  void answered() {
    requestsInHand--;
  }

  private void cancel() {
    if (end != null) {
      end.cancel(false);
      end = null;
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    cancel();
  }
}
