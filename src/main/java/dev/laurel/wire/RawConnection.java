package dev.laurel.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The connection below a socket: writes encoded frames, and drops clients that do not read. */
public final class RawConnection {
  private static final int RESET = 0;

  /** The code of HTTP/2 for a request that is given up. */
  private static final long CANCEL = 8;

  private final ChannelHandlerContext context;

  RawConnection(ChannelHandlerContext context) {
    this.context = context;
  }

  /**
   * Ends a request with everything of its answer that is on its way: over HTTP/1.1 drops its
   * connection, which {@code HttpConnection.close} does only behind what a stalled client does not
   * take. Any thread may call.
   */
  public static void abort(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      // A proxy's connection carries the requests of others too.
      request.response().reset(CANCEL);
    } else {
      var connection = (HttpServerConnection) request.connection();
      new RawConnection(connection.channelHandlerContext()).dropIf(() -> true, () -> {});
    }
  }

  /**
   * Writes a frame. On the connection's thread.
   *
   * @param frame the whole frame with its header; must not change any more
   * @param written called with true when the operating system has taken the last byte, with false
   *     if it never will
   */
  public void write(byte[] frame, Consumer<Boolean> written) {
    context
        .writeAndFlush(Unpooled.wrappedBuffer(frame))
        .addListener(done -> written.accept(done.isSuccess()));
  }

  /**
   * Drops the connection after {@code grace}, unless it has ended. Any thread may call.
   *
   * @param dropped called on the connection's thread if there was something to drop
   */
  public void dropAfter(Duration grace, Runnable dropped) {
    context
        .executor()
        .schedule(() -> drop(() -> true, dropped), grace.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Drops the connection with everything on its way. Any thread may call.
   *
   * @param condition asked on the connection's thread, behind all reading that is due
   * @param dropped called on the connection's thread if there was something to drop
   */
  public void dropIf(BooleanSupplier condition, Runnable dropped) {
    context.executor().execute(() -> drop(condition, dropped));
  }

  private void drop(BooleanSupplier condition, Runnable dropped) {
    var channel = context.channel();
    if (channel.isActive() && condition.getAsBoolean()) {
      // Frees the kernel's memory of what the peer does not take.
      channel.config().setOption(ChannelOption.SO_LINGER, RESET);
      context.close();
      dropped.run();
    }
  }
}
