package dev.laurel.testing;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/**
 * One user with one socket in a {@link SocketCrowd}: what has been received, over however many
 * connections. Belongs to the crowd's thread.
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

  /** The {@code seq} of the last entry received, 0 for none. */
  public long position() {
    return position;
  }

  URI node() {
    return node;
  }

  void node(URI next) {
    node = next;
  }

  /** Where it connects to next. */
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

  /** Connects, unless it is connected or about to be, or is to stay away. */
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

  /** The server has answered where it goes on from. */
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
   * The connection, or the try to make one, has come to its end.
   *
   * @param comesBack whether there is a point in trying again
   * @param retryAfter null where the server gave none
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
