package dev.laurel.realtime.session;

import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.realtime.frame.ServerFrames;
import dev.laurel.wire.CloseCode;
import dev.laurel.wire.WebSocketGuard;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Context;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * What is on its way to one client. Frames leave in the order in which they were given. At most a
 * window of bytes is handed to the network and not yet taken by it; more waits. Both together are
 * bounded, and a client that lets them grow past the bound is closed, so that it can come back and
 * read on from the log. They also count for the {@link Backlog} of the node.
 *
 * <p>Any thread may call; frames are written on the connection's own.
 */
final class Outbound implements Backlog.Client {
  private static final Logger LOG = Logger.getLogger("laurel.realtime");

  /** Bytes that may be on their way to the client before further frames wait. */
  private static final int WINDOW_BYTES = 64 * 1024;

  private final WebSocketConnection connection;
  private final WebSocketGuard wire;
  private final Context context;
  private final RealtimeConfig config;
  private final Backlog backlog;
  private final Traffic traffic;
  private final ServerFrames frames;
  private final Consumer<CloseCode> onClosing;
  private final SendQueue waiting;
  private int inFlightBytes;
  private Runnable roomAwaited;
  private boolean draining;
  private boolean behind;
  private CloseCode closing;
  private boolean ended;

  /**
   * @param onClosing told, at most once, that the client is to be closed; frames given before may
   *     still be on their way
   */
  Outbound(
      WebSocketConnection connection,
      WebSocketGuard wire,
      Context context,
      RealtimeConfig config,
      Backlog backlog,
      Traffic traffic,
      ServerFrames frames,
      Consumer<CloseCode> onClosing) {
    this.connection = connection;
    this.wire = wire;
    this.context = context;
    this.config = config;
    this.backlog = backlog;
    this.traffic = traffic;
    this.frames = frames;
    this.onClosing = onClosing;
    this.waiting = new SendQueue(frames);
  }

  /** Sends a frame, whatever else is sent after it. */
  void send(EncodedFrame frame) {
    if (!enqueue(() -> waiting.add(frame))) {
      frame.lost();
    }
  }

  /** Sends news of a board, or what has become of them when it is their turn. */
  void send(PendingBoardFrame news) {
    if (!sendNext(news)) {
      enqueue(() -> waiting.add(news));
    }
  }

  /** Spares the client that keeps up the queue; answers whether this is such a one. */
  private boolean sendNext(PendingBoardFrame news) {
    EncodedFrame frame;
    synchronized (this) {
      if (closing != null || ended || draining || inFlightBytes > 0 || !waiting.isEmpty()) {
        return false;
      }
      frame = news.encode(frames);
      inFlightBytes = frame.bytes();
      backlog.add(frame.bytes());
      draining = true;
    }
    context.runOnContext(
        any -> {
          write(frame);
          drain();
        });
    return true;
  }

  /** Returns whether there is still something to be sent to the client. */
  private boolean enqueue(Runnable adding) {
    CloseCode closed = null;
    synchronized (this) {
      if (closing != null || ended) {
        return false;
      }
      boolean first = waiting.isEmpty() && inFlightBytes == 0;
      int before = waiting.bytes();
      adding.run();
      backlog.add(waiting.bytes() - before);
      if (waiting.bytes() + inFlightBytes > config.queueBytes() && !first) {
        closed = abandon(CloseCode.SLOW_CONSUMER);
      }
    }
    tell(closed);
    wake();
    return true;
  }

  /** Has the connection's thread send what can be sent, unless it is about to already. */
  private void wake() {
    synchronized (this) {
      if (draining) {
        return;
      }
      draining = true;
    }
    context.runOnContext(any -> drain());
  }

  /** Begins to close without what is waiting. Returns the code to tell of. */
  private CloseCode abandon(CloseCode code) {
    clear();
    closing = code;
    return code;
  }

  private void clear() {
    backlog.remove(waiting.bytes());
    waiting.clear();
    catchUp();
  }

  private void catchUp() {
    if (behind) {
      behind = false;
      backlog.caughtUp(this);
    }
  }

  private void tell(CloseCode closed) {
    if (closed != null) {
      LOG.debugf("connection %s is to be closed: %s", connection.id(), closed);
      onClosing.accept(closed);
    }
  }

  @Override
  public void giveUp() {
    CloseCode closed = null;
    synchronized (this) {
      if (behind && closing == null) {
        closed = abandon(CloseCode.SLOW_CONSUMER);
      }
    }
    tell(closed);
    wake();
  }

  /** Closes once what was given before has been sent. */
  void close(CloseCode code) {
    synchronized (this) {
      if (closing != null || ended) {
        return;
      }
      closing = code;
    }
    tell(code);
    wake();
  }

  /** The reason for which it is being closed by this side; null if it is not. */
  synchronized CloseCode closing() {
    return closing;
  }

  @Override
  public synchronized int waitingBytes() {
    return waiting.bytes();
  }

  /**
   * Whether more may be given without need. Who can wait, as those that read from the log, should:
   * the other half of the bound is for what happens meanwhile.
   */
  synchronized boolean hasRoom() {
    return waiting.bytes() + inFlightBytes < config.queueBytes() / 2;
  }

  /**
   * Tells, once and on the connection's thread, when a good deal of what is on its way has left;
   * never if the connection ends before.
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
      if (roomAwaited == null || waiting.bytes() + inFlightBytes > config.queueBytes() / 4) {
        return;
      }
      awaiting = roomAwaited;
      roomAwaited = null;
    }
    awaiting.run();
  }

  /** Runs on the connection's thread. */
  private void drain() {
    for (var frame = next(); frame != null; frame = next()) {
      write(frame);
    }
    tellRoom();
  }

  private void write(EncodedFrame frame) {
    traffic.sent(frame);
    if (connection.isOpen()) {
      wire.write(frame.wire())
          .addListener(
              written -> {
                if (written.isSuccess()) {
                  sent(frame);
                } else {
                  failed(frame);
                }
              });
    } else {
      failed(frame);
    }
  }

  private synchronized EncodedFrame next() {
    var next = waiting.peek();
    if (next != null && (inFlightBytes == 0 || inFlightBytes + next.bytes() <= WINDOW_BYTES)) {
      inFlightBytes += next.bytes();
      return waiting.poll();
    }
    if (next != null) {
      if (!behind) {
        behind = true;
        backlog.behind(this);
      }
    } else {
      catchUp();
      if (closing != null && connection.isOpen()) {
        connection.close(closing.reason()).subscribe().with(any -> {}, failure -> {});
      }
    }
    draining = false;
    return null;
  }

  private void sent(EncodedFrame frame) {
    traffic.written(frame);
    frame.written();
    backlog.remove(frame.bytes());
    synchronized (this) {
      inFlightBytes -= frame.bytes();
      if (waiting.isEmpty() && roomAwaited == null) {
        return;
      }
    }
    wake();
  }

  /** The connection is gone; whatever waits is in the log. */
  private void failed(EncodedFrame frame) {
    frame.lost();
    backlog.remove(frame.bytes());
    synchronized (this) {
      inFlightBytes -= frame.bytes();
    }
    end();
  }

  /** The connection has ended: nothing is sent any more. */
  synchronized void end() {
    clear();
    ended = true;
  }
}
