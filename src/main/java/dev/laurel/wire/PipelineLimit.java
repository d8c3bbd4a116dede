package dev.laurel.wire;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * Closes a connection of HTTP/1.1 on which too many requests have no answer that the network has
 * taken. Vert.x reads requests as long as they come, whether or not it has answered those before:
 * 64 KB of them occupy an event loop for seconds, and whoever reads no answers fills the memory.
 * Clients and proxies wait for each answer. All methods run on the connection's event loop.
 */
final class PipelineLimit extends ChannelDuplexHandler {
  private static final int MOST = 100;

  /** Begins with the request at which this handler was added. */
  private int unanswered = 1;

  private boolean closed;

  /** Limits a connection from the request on that it is reading, unless it has a limit. */
  static void install(HttpServerConnection connection) {
    var server = connection.channelHandlerContext();
    // Vert.x still handles requests that it had read when the connection was closed.
    if (!server.isRemoved() && server.pipeline().get(PipelineLimit.class) == null) {
      server.pipeline().addBefore(server.name(), null, new PipelineLimit());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest && ++unanswered > MOST && !closed) {
      closed = true;
      context.close();
    }
    if (closed) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (isSwitch(message)) {
      // What follows are frames.
      context.write(message, promise);
      context.pipeline().remove(this);
    } else if (message instanceof LastHttpContent && !isProvisional(message)) {
      context.write(message, promise.unvoid()).addListener(taken -> unanswered--);
    } else {
      context.write(message, promise);
    }
  }

  private static boolean isSwitch(Object message) {
    return message instanceof HttpResponse response
        && response.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
  }

  private static boolean isProvisional(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }
}
