package dev.laurel.realtime;

import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jboss.logging.Logger;

/**
 * What is on its way to one client. Frames leave in the order in which they were given. At most a
 * window of bytes is handed to the network at a time; what waits behind it is bounded, and a client
 * that lets it grow past the bound is closed, so that it can come back and read on from the log.
 *
 * <p>Any thread may call; frames are written on the connection's own.
 */
final class Outbound {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");

  private final WebSocketConnection connection;
  private final Context context;
  private final int window;
  private final int bound;
  private final Deque<OutFrame> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private int inFlightBytes;
  private Runnable roomAwaited;
  private boolean draining;
  private CloseCode closing;

  Outbound(WebSocketConnection connection, Context context, RealtimeConfig config) {
    this.connection = connection;
    this.context = context;
    this.window = config.windowBytes();
    this.bound = config.queueBytes();
  }

  void send(OutFrame frame) {
    synchronized (this) {
      if (closing != null) {
        return;
      }
      if (waitingBytes + frame.bytes() > bound && !waiting.isEmpty()) {
        LOG.debugf("slow consumer %s", connection.id());
        abandon(CloseCode.SLOW_CONSUMER);
      } else {
        waiting.add(frame);
        waitingBytes += frame.bytes();
      }
      if (draining) {
        return;
      }
      draining = true;
    }
    context.runOnContext(any -> drain());
  }

  /**
   * Whether more may be given without need. Who can wait, as those that read from the log, should:
   * the other half of the bound is for what happens meanwhile.
   */
  synchronized boolean hasRoom() {
    return waitingBytes < bound / 2;
  }

  /**
   * Tells, once and on the connection's thread, when a good deal of what is waiting has left; never
   * if the connection ends before.
   */
  void whenRoom(Runnable awaiting) {
    synchronized (this) {
      roomAwaited = awaiting;
    }
    context.runOnContext(any -> tellRoom());
  }

  private void tellRoom() {
    Runnable awaiting;
    synchronized (this) {
      if (roomAwaited == null || waitingBytes > bound / 4) {
        return;
      }
      awaiting = roomAwaited;
      roomAwaited = null;
    }
    awaiting.run();
  }

  /** Closes once what was given before has been sent. */
  void close(CloseCode code) {
    synchronized (this) {
      if (closing != null) {
        return;
      }
      closing = code;
      if (draining) {
        return;
      }
      draining = true;
    }
    context.runOnContext(any -> drain());
  }

  private void abandon(CloseCode code) {
    waiting.clear();
    waitingBytes = 0;
    closing = code;
  }

  /** Runs on the connection's thread. */
  private void drain() {
    for (var frame = next(); frame != null; frame = next()) {
      int bytes = frame.bytes();
      connection.sendText(frame.text()).subscribe().with(any -> sent(bytes), failure -> failed());
    }
    tellRoom();
  }

  private synchronized OutFrame next() {
    if (!waiting.isEmpty()
        && (inFlightBytes == 0 || inFlightBytes + waiting.peek().bytes() <= window)) {
      var frame = waiting.poll();
      waitingBytes -= frame.bytes();
      inFlightBytes += frame.bytes();
      return frame;
    }
    if (waiting.isEmpty() && closing != null && connection.isOpen()) {
      connection.close(closing.reason()).subscribe().with(any -> {}, failure -> failed());
    }
    draining = false;
    return null;
  }

  private void sent(int bytes) {
    synchronized (this) {
      inFlightBytes -= bytes;
      if (waiting.isEmpty() || draining) {
        return;
      }
      draining = true;
    }
    context.runOnContext(any -> drain());
  }

  /** The connection is gone; whatever waits is in the log. */
  private synchronized void failed() {
    waiting.clear();
    waitingBytes = 0;
    closing = CloseCode.GOING_AWAY;
  }
}
