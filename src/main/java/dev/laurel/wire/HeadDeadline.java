package dev.laurel.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose client is slow to send a request's head. The time runs from opening the
 * connection, TLS included, to the end of the first head, and from the first byte of each later
 * head to its end. First handler of the connection; all methods run on its event loop.
 */
final class HeadDeadline extends ChannelInboundHandlerAdapter {
  private final Duration timeout;
  private ScheduledFuture<?> timer;
  private int unanswered;

  HeadDeadline(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    start(context);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (unanswered == 0 && timer == null) {
      start(context);
    }
    context.fireChannelRead(message);
  }

  private void start(ChannelHandlerContext context) {
    timer =
        context
            .executor()
            .schedule(() -> context.close(), timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Stops the time: a head is complete. */
  void headRead() {
    unanswered++;
    cancel();
  }

  void answered() {
    unanswered--;
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    cancel();
  }
}
