package dev.laurel.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.time.Duration;

/** One connection of a {@link CrowdMember}, from the handshake to the end. */
final class CrowdSocket extends SimpleChannelInboundHandler<Object> {
  private static final int MAX_FRAME = 1 << 20;
  private static final int FIRST_OF_STOP_CODES = 4450;
  private static final ByteBuf RESUMED =
      Unpooled.copiedBuffer("{\"type\":\"resumed\"", US_ASCII).asReadOnly();
  private static final ByteBuf RECOVERED =
      Unpooled.copiedBuffer("\"recovered\":true", US_ASCII).asReadOnly();
  private static final byte[] SEQ = "\"seq\":".getBytes(US_ASCII);
  private static final byte[] LAST_SEQ = "\"last_seq\":".getBytes(US_ASCII);

  private final SocketCrowd crowd;
  private final CrowdMember member;
  private final FrameListener listener;
  private WebSocketClientHandshaker handshaker;
  private ChannelHandlerContext context;
  private boolean shakingHands = true;
  private boolean ended;
  private boolean comesBack = true;
  private Duration retryAfter;

  CrowdSocket(SocketCrowd crowd, CrowdMember member, FrameListener listener) {
    this.crowd = crowd;
    this.member = member;
    this.listener = listener;
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    context = active;
    if (!member.isWanted()) {
      active.close();
      return;
    }
    handshaker =
        WebSocketClientHandshakerFactory.newHandshaker(
            member.address(),
            WebSocketVersion.V13,
            null,
            false,
            new DefaultHttpHeaders(),
            MAX_FRAME);
    handshaker.handshake(active.channel());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext from, Object message) {
    if (message instanceof TextWebSocketFrame text) {
      received(text.content());
    } else if (message instanceof PingWebSocketFrame ping) {
      from.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
    } else if (message instanceof CloseWebSocketFrame close) {
      crowd.closed(close.statusCode());
      comesBack = close.statusCode() < FIRST_OF_STOP_CODES;
      from.close();
    } else if (message instanceof FullHttpResponse response) {
      answered(response);
    }
  }

  private void answered(FullHttpResponse response) {
    if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      handshaker.finishHandshake(context.channel(), response);
      if (context.pipeline().get(HttpObjectAggregator.class) != null) {
        context.pipeline().remove(HttpObjectAggregator.class);
      }
      return;
    }
    var after = response.headers().getInt(HttpHeaderNames.RETRY_AFTER);
    retryAfter = after == null ? null : Duration.ofSeconds(after);
    comesBack = response.status().code() >= 500;
    crowd.refused(retryAfter);
    context.close();
  }

  private void received(ByteBuf text) {
    long seq = number(text, SEQ);
    if (seq >= 0) {
      member.received(seq);
      listener.received(member, seq, text);
    } else if (startsWith(text, RESUMED)) {
      handshakeEnds();
      member.resumed(ByteBufUtil.indexOf(RECOVERED, text) >= 0, number(text, LAST_SEQ));
    }
  }

  private static boolean startsWith(ByteBuf text, ByteBuf prefix) {
    return text.readableBytes() >= prefix.readableBytes()
        && ByteBufUtil.equals(
            text, text.readerIndex(), prefix, prefix.readerIndex(), prefix.readableBytes());
  }

  /**
   * The number behind a member's name, -1 if absent. Searches backwards, since the log puts its
   * members last; inside a string the quotation marks would be escaped.
   */
  private static long number(ByteBuf text, byte[] name) {
    for (int at = text.writerIndex() - name.length; at >= text.readerIndex(); at--) {
      if (matches(text, at, name)) {
        long number = 0;
        for (int i = at + name.length; Character.isDigit(text.getByte(i)); i++) {
          number = number * 10 + text.getByte(i) - '0';
        }
        return number;
      }
    }
    return -1;
  }

  private static boolean matches(ByteBuf text, int at, byte[] name) {
    for (int i = name.length - 1; i >= 0; i--) {
      if (text.getByte(at + i) != name[i]) {
        return false;
      }
    }
    return true;
  }

  void reads(boolean whether) {
    if (context != null) {
      context.channel().config().setAutoRead(whether);
    }
  }

  /** Drops the connection without a close frame. */
  void cut() {
    if (context != null) {
      context.close();
    }
  }

  /** Ends a handshake that takes too long; returns whether there was one. */
  boolean giveUpHandshake() {
    if (!shakingHands) {
      return false;
    }
    if (context == null) {
      neverOpened();
    } else {
      context.close();
    }
    return true;
  }

  void neverOpened() {
    end();
  }

  @Override
  public void channelInactive(ChannelHandlerContext gone) {
    end();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
    from.close();
  }

  private void end() {
    if (!ended) {
      ended = true;
      member.disconnected(comesBack, retryAfter);
      handshakeEnds();
    }
  }

  private void handshakeEnds() {
    if (shakingHands) {
      shakingHands = false;
      crowd.handshakeEnded();
    }
  }
}
