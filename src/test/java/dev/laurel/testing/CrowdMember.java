package dev.laurel.testing;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/**
 * A user with one socket in a {@link SocketCrowd}. Counts what was received, over all reconnects.
 * Confined to the crowd's thread.
 */
public final class CrowdMember {
  private static final Duration TOKEN_LIFE = Duration.ofHours(2);
  private static final Duration FIRST_DELAY = Duration.ofMillis(100);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(3);

  private final SocketCrowd crowd;
  private final String user;
  private final String token;
  private URI node;
  private CrowdSocket socket;
  private Duration delay = FIRST_DELAY;
  private boolean wanted;
  private boolean queued;
  private boolean resumed;
  private long position;
  private long frames;
  private long doubled;
  private long missing;
  private long unrecovered;
  private long disconnects;

  CrowdMember(SocketCrowd crowd, String user, URI node) {
    this.crowd = crowd;
    this.user = user;
    this.node = node;
    this.token = TestTokens.of(user, "name-" + user, Instant.now().plus(TOKEN_LIFE));
  }

  public String user() {
    return user;
  }

  /** The {@code seq} of the last event received, 0 for none. */
  public long position() {
    return position;
  }

  URI node() {
    return node;
  }

  void node(URI next) {
    node = next;
  }

  /** The address to connect to. */
  URI address() {
    return URI.create(
        "ws://%s:%d/ws/game/?since=%d&token=%s"
            .formatted(node.getHost(), node.getPort(), position, token));
  }

  boolean isWanted() {
    return wanted;
  }

  boolean isResumed() {
    return resumed;
  }

  void comeBack() {
    wanted = true;
    tryAgain();
  }

  /** Connects, unless connected, connecting or told to stay away. */
  void tryAgain() {
    if (wanted && !queued && socket == null) {
      queued = true;
      crowd.connect(this);
    }
  }

  void stayAway() {
    wanted = false;
    if (socket != null) {
      socket.cut();
    }
  }

  void reads(boolean whether) {
    if (socket != null) {
      socket.reads(whether);
    }
  }

  void connecting(CrowdSocket with) {
    queued = false;
    socket = with;
  }

  void givenUp() {
    queued = false;
  }

  /** Handles the {@code resumed} frame. */
  void resumed(boolean recovered, long lastSeq) {
    resumed = true;
    delay = FIRST_DELAY;
    if (!recovered) {
      unrecovered++;
      position = lastSeq;
    }
  }

  void received(long seq) {
    frames++;
    if (seq <= position) {
      doubled++;
    } else {
      missing += seq - position - 1;
      position = seq;
    }
  }

  /**
   * Handles the end of a connection or of an attempt.
   *
   * @param comesBack whether to reconnect
   * @param retryAfter null without the header
   */
  void disconnected(boolean comesBack, Duration retryAfter) {
    socket = null;
    if (resumed) {
      disconnects++;
    }
    resumed = false;
    if (wanted && comesBack) {
      crowd.later(this, retryAfter != null ? retryAfter : backOff());
    }
  }

  private Duration backOff() {
    var now = delay;
    var doubledDelay = delay.multipliedBy(2);
    delay = doubledDelay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : doubledDelay;
    return now;
  }

  long frames() {
    return frames;
  }

  long doubled() {
    return doubled;
  }

  long missing() {
    return missing;
  }

  long disconnects() {
    return disconnects;
  }

  long unrecovered() {
    return unrecovered;
  }
}
