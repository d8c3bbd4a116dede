package dev.laurel.testing;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import java.util.List;
import java.util.function.Supplier;

/** Prepares client connections that cost little, for loads of thousands of them. */
public final class NettyClients {
  private static final int RECEIVE_BUFFER_BYTES = 32_768;

  private NettyClients() {}

  /**
   * HTTP connections.
   *
   * @param handlers makes the handlers behind the codec, for each connection
   */
  public static Bootstrap http(EventLoopGroup loop, Supplier<List<ChannelHandler>> handlers) {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new HttpClientCodec());
                channel.pipeline().addLast(handlers.get().toArray(ChannelHandler[]::new));
              }
            });
  }

  /** As {@link #http}, with small buffers, and a reset at the end that leaves no port waiting. */
  public static Bootstrap sockets(EventLoopGroup loop, Supplier<List<ChannelHandler>> handlers) {
    return http(loop, handlers)
        .option(ChannelOption.SO_LINGER, 0)
        .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
  }
}
