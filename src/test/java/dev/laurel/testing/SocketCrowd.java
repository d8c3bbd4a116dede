package dev.laurel.testing;

import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Thousands of personal sockets on one thread, at a few kilobytes and microseconds each. Members
 * resume: after a cut they reconnect and continue behind the last event they have, unless told to
 * stay away. They respect {@code Retry-After}.
 *
 * <p>Checks the {@code seq} of each frame on arrival; {@link #tally()} has the errors. Methods may
 * be called from any thread except the listener's, and wait for the crowd's thread.
 */
public final class SocketCrowd implements AutoCloseable {
  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_HEAD = 16_384;

  /** Counts of what happened to the members so far. */
  public record Tally(
      int members,
      int resumed,
      long disconnects,
      long frames,
      long doubled,
      long missing,
      long unrecovered,
      long refused,
      long refusedWithoutRetryAfter,
      long timedOut,
      long failedToConnect,
      Map<Integer, Integer> closes) {
    /** Whether every event arrived exactly once and in order. */
    public boolean isFaultless() {
      return doubled == 0 && missing == 0 && unrecovered == 0;
    }
  }

  private final EventLoopGroup loop = new NioEventLoopGroup(1);
  private final FrameListener listener;
  private final List<CrowdMember> members = new ArrayList<>();
  private final Queue<CrowdMember> queued = new ArrayDeque<>();
  private final Map<Integer, Integer> closes = new TreeMap<>();
  private Supplier<URI> route;
  private int atOnce = 200;
  private int handshakes;
  private long refused;
  private long refusedWithoutRetryAfter;
  private long timedOut;
  private long failedToConnect;

  /**
   * @param listener called on the crowd's thread; must not block
   */
  public SocketCrowd(FrameListener listener) {
    this.listener = listener;
  }

  /** The crowd's thread, for other clients to share. */
  public EventLoopGroup loop() {
    return loop;
  }

  /** Sets the number of simultaneous handshakes, 200 by default. */
  public void handshakesAtOnce(int most) {
    call(() -> atOnce = most);
  }

  /** Sets a source of addresses, called for each connection, in place of a proxy. */
  public void route(Supplier<URI> proxy) {
    call(() -> route = proxy);
  }

  /** Adds a socket for each user, whose log is empty, and starts connecting. */
  public void join(URI node, Collection<String> users) {
    call(
        () -> {
          users.forEach(
              user -> {
                var member = new CrowdMember(this, user, node);
                members.add(member);
                member.comeBack();
              });
          return null;
        });
  }

  /** Pauses or resumes reading on the sockets of a user. */
  public void reads(String user, boolean whether) {
    call(
        () -> {
          members.stream()
              .filter(member -> member.user().equals(user))
              .forEach(member -> member.reads(whether));
          return null;
        });
  }

  /** Drops every socket at once, without close frames, and keeps the members away. */
  public void cut() {
    call(
        () -> {
          members.forEach(CrowdMember::stayAway);
          return null;
        });
  }

  /** Reconnects the members that were kept away, each to one of the nodes. */
  public void comeBack(URI... nodes) {
    call(
        () -> {
          for (int i = 0; i < members.size(); i++) {
            members.get(i).node(nodes[i % nodes.length]);
            members.get(i).comeBack();
          }
          return null;
        });
  }

  /** The last {@code seq} that each user has received, 0 for none. */
  public Map<String, Long> positions() {
    return call(
        () -> {
          var positions = new HashMap<String, Long>();
          members.forEach(member -> positions.merge(member.user(), member.position(), Math::min));
          return positions;
        });
  }

  public Tally tally() {
    return call(
        () ->
            new Tally(
                members.size(),
                (int) members.stream().filter(CrowdMember::isResumed).count(),
                sum(CrowdMember::disconnects),
                sum(CrowdMember::frames),
                sum(CrowdMember::doubled),
                sum(CrowdMember::missing),
                sum(CrowdMember::unrecovered),
                refused,
                refusedWithoutRetryAfter,
                timedOut,
                failedToConnect,
                Map.copyOf(closes)));
  }

  private long sum(ToLongFunction<CrowdMember> count) {
    return members.stream().mapToLong(count).sum();
  }

  private <T> T call(Callable<T> action) {
    return loop.submit(action).syncUninterruptibly().getNow();
  }

  void connect(CrowdMember member) {
    queued.add(member);
    connectNext();
  }

  private void connectNext() {
    while (handshakes < atOnce && !queued.isEmpty()) {
      var member = queued.remove();
      if (member.isWanted()) {
        handshakes++;
        connectNow(member);
      } else {
        member.givenUp();
      }
    }
  }

  private void connectNow(CrowdMember member) {
    if (route != null) {
      member.node(route.get());
    }
    var socket = new CrowdSocket(this, member, listener);
    member.connecting(socket);
    NettyClients.sockets(loop, () -> List.of(new HttpObjectAggregator(MAX_HEAD, true), socket))
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) HANDSHAKE_TIMEOUT.toMillis())
        .connect(member.node().getHost(), member.node().getPort())
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                failedToConnect++;
                socket.neverOpened();
              }
            });
    loop.schedule(
        () -> {
          if (socket.giveUpHandshake()) {
            timedOut++;
          }
        },
        HANDSHAKE_TIMEOUT.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  void handshakeEnded() {
    handshakes--;
    connectNext();
  }

  /** Reconnects a member after a random delay of one to two times the given one. */
  void later(CrowdMember member, Duration delay) {
    long jitter = ThreadLocalRandom.current().nextLong(Math.max(1, delay.toMillis()));
    loop.schedule(member::tryAgain, delay.toMillis() + jitter, TimeUnit.MILLISECONDS);
  }

  void refused(Duration retryAfter) {
    refused++;
    if (retryAfter == null) {
      refusedWithoutRetryAfter++;
    }
  }

  void closed(int code) {
    closes.merge(code, 1, Integer::sum);
  }

  @Override
  public void close() {
    cut();
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
