package dev.laurel.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.laurel.testing.NettyClients;
import dev.laurel.testing.TestTokens;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Posts submissions over a fixed number of connections, one request at a time on each. Submissions
 * queue while all connections are busy. Confined to its event loop.
 */
final class Graders {
  private static final int MAX_ANSWER = 4 << 20;

  private record Post(String body, long intendedNanos) {}

  private final URI node;
  private final String token;
  private final Deque<Channel> free = new ArrayDeque<>();
  private final Queue<Post> waiting = new ArrayDeque<>();
  private final Map<Integer, Long> statuses = new TreeMap<>();
  private final Histogram answers = new Histogram(TimeUnit.MINUTES.toMicros(5), 3);
  private int unanswered;
  private int broken;
  private boolean closed;

  /** Opens the connections and waits for them. */
  Graders(EventLoopGroup loop, URI node, int connections) {
    this.node = node;
    token =
        "Bearer " + TestTokens.of("bench", "bench", Instant.now().plusSeconds(14_400), "grader");
    var bootstrap =
        NettyClients.http(
            loop, () -> List.of(new HttpObjectAggregator(MAX_ANSWER), new Connection()));
    for (int i = 0; i < connections; i++) {
      free.add(bootstrap.connect(node.getHost(), node.getPort()).syncUninterruptibly().channel());
    }
  }

  /**
   * Posts a submission, or an array of them.
   *
   * @param intendedNanos when it was due, on the clock of {@link System#nanoTime}
   */
  void post(String body, long intendedNanos) {
    unanswered++;
    var post = new Post(body, intendedNanos);
    if (free.isEmpty()) {
      waiting.add(post);
    } else {
      // Takes the connection that has been idle longest, before the node closes it.
      send(free.removeFirst(), post);
    }
  }

  private void send(Channel channel, Post post) {
    channel.pipeline().get(Connection.class).intendedNanos = post.intendedNanos();
    var content = Unpooled.wrappedBuffer(post.body().getBytes(UTF_8));
    var request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.POST, "/api/submissions", content);
    request
        .headers()
        .set(HttpHeaderNames.HOST, node.getHost())
        .set(HttpHeaderNames.AUTHORIZATION, token)
        .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
        .set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
    channel.writeAndFlush(request);
  }

  /** Closes the connections, when everything has been answered. */
  void close() {
    closed = true;
    free.forEach(Channel::close);
  }

  /** The number of unanswered posts. */
  int unanswered() {
    return unanswered;
  }

  /** The number of answers by status. */
  Map<Integer, Long> statuses() {
    return statuses;
  }

  /** The times from when posts were due to their answers, in µs. */
  Histogram answers() {
    return answers;
  }

  /** The number of broken connections. */
  int broken() {
    return broken;
  }

  private final class Connection extends SimpleChannelInboundHandler<FullHttpResponse> {
    private long intendedNanos;

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
      unanswered--;
      statuses.merge(response.status().code(), 1L, Long::sum);
      answers.recordValue(
          TimeUnit.NANOSECONDS.toMicros(Math.max(0, System.nanoTime() - intendedNanos)));
      var next = waiting.poll();
      if (next == null) {
        free.addLast(context.channel());
      } else {
        send(context.channel(), next);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (!closed) {
        broken++;
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
