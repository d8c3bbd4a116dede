package dev.laurel.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.laurel.testing.NettyClients;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Thousands of sockets that view the first page of the global board, on one thread. Methods are
 * called from other threads and wait for that one.
 */
final class Viewers implements AutoCloseable {
  private static final int AT_ONCE = 100;

  /** Before another try, where the answer to the last one does not say. */
  private static final int RETRY_SECONDS = 1;

  private static final int MAX_FRAME = 1 << 20;
  private static final byte[] RANK = "{\"type\":\"rank_change\"".getBytes(US_ASCII);
  private static final byte[] PAGE = "{\"type\":\"leaderboard_".getBytes(US_ASCII);

  /**
   * Counts of received frames.
   *
   * @param pages frames with pages
   * @param ranks frames with ranks
   * @param most the highest number of pages of one viewer
   */
  record Received(long pages, long ranks, long most) {}

  private final EventLoopGroup loops = new NioEventLoopGroup(1);
  private final EventLoop loop = loops.next();
  private final Freshness freshness;
  private final String request;
  private final List<Viewer> viewers = new ArrayList<>();
  private final Queue<URI> waiting = new ArrayDeque<>();
  private int connecting;
  private int broken;
  private boolean closed;
  private String newestFrame;

  /**
   * @param request the frame that each sends when its socket is open; empty for none
   */
  Viewers(Freshness freshness, String request) {
    this.freshness = freshness;
    this.request = request;
  }

  EventLoop loop() {
    return loop;
  }

  /** Starts connecting sockets. */
  void join(Collection<URI> addresses) {
    call(
        () -> {
          waiting.addAll(addresses);
          connectNext();
          return null;
        });
  }

  private void connectNext() {
    while (connecting < AT_ONCE && !waiting.isEmpty()) {
      connecting++;
      connect(waiting.remove());
    }
  }

  private void connect(URI address) {
    var config =
        WebSocketClientProtocolConfig.newBuilder()
            .webSocketUri(address)
            .maxFramePayloadLength(MAX_FRAME)
            .withUTF8Validator(false)
            .handshakeTimeoutMillis(TimeUnit.MINUTES.toMillis(1))
            .build();
    NettyClients.sockets(
            loop,
            () ->
                List.of(
                    new HttpObjectAggregator(MAX_FRAME),
                    new WebSocketClientProtocolHandler(config),
                    new Viewer(address)))
        .connect(address.getHost(), address.getPort());
  }

  /** The number of open sockets that have received the page they requested. */
  int size() {
    return call(viewers::size);
  }

  /** The number of sockets that ended unexpectedly. */
  int broken() {
    return call(() -> broken);
  }

  Received received() {
    return call(
        () ->
            new Received(
                viewers.stream().mapToLong(viewer -> viewer.pages).sum(),
                viewers.stream().mapToLong(viewer -> viewer.ranks).sum(),
                viewers.stream().mapToLong(viewer -> viewer.pages).max().orElse(0)));
  }

  /** Resets the counts. */
  void reset() {
    call(
        () -> {
          viewers.forEach(
              viewer -> {
                viewer.pages = 0;
                viewer.ranks = 0;
              });
          return freshness.take();
        });
  }

  /** Whether every viewer's page includes all submissions. */
  boolean areCurrent() {
    return call(() -> viewers.stream().allMatch(viewer -> freshness.isNewest(viewer.shown)));
  }

  /** The newest frame with a page, as received. */
  String frame() {
    return call(() -> newestFrame);
  }

  <T> T call(Callable<T> action) {
    return loop.submit(action).syncUninterruptibly().getNow();
  }

  @Override
  public void close() {
    call(
        () -> {
          closed = true;
          List.copyOf(viewers).forEach(viewer -> viewer.channel.close());
          return null;
        });
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Viewer extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    private final URI address;
    private Channel channel;
    private boolean joined;
    private int retrySeconds = RETRY_SECONDS;
    private int[] shown = freshness.nothing;
    private long pages;
    private long ranks;

    Viewer(URI address) {
      this.address = address;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
        channel = context.channel();
        if (request.isEmpty()) {
          joined();
        } else {
          context.writeAndFlush(new TextWebSocketFrame(request));
        }
      }
    }

    private void joined() {
      viewers.add(this);
      joined = true;
      connecting--;
      connectNext();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
      var text = frame.content();
      if (startsWith(text, PAGE)) {
        page(text);
      } else if (startsWith(text, RANK)) {
        ranks++;
      }
    }

    private void page(ByteBuf text) {
      pages++;
      var now =
          freshness.shownBy(
              version(text),
              () -> {
                newestFrame = text.toString(UTF_8);
                return newestFrame;
              });
      if (shown != freshness.nothing) {
        freshness.seen(shown, now);
      } else if (!request.isEmpty()) {
        joined();
      }
      shown = now;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (closed) {
        return;
      }
      if (joined) {
        broken++;
      } else {
        // A node that opens many sockets at a time refuses some, and says when to come back.
        loop.schedule(this::tryAgain, retrySeconds, TimeUnit.SECONDS);
      }
    }

    private void tryAgain() {
      connecting--;
      waiting.add(address);
      connectNext();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (cause instanceof WebSocketClientHandshakeException refused
          && refused.response() != null) {
        retrySeconds =
            refused.response().headers().getInt(HttpHeaderNames.RETRY_AFTER, RETRY_SECONDS);
      }
      context.close();
    }
  }

  private static boolean startsWith(ByteBuf text, byte[] prefix) {
    if (text.readableBytes() < prefix.length) {
      return false;
    }
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (text.getByte(text.readerIndex() + i) != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  /** The version of a page: the number before the final two braces. */
  private static long version(ByteBuf text) {
    long version = 0;
    long place = 1;
    for (int at = text.writerIndex() - 3; Character.isDigit(text.getByte(at)); at--) {
      version += place * (text.getByte(at) - '0');
      place *= 10;
    }
    return version;
  }
}
