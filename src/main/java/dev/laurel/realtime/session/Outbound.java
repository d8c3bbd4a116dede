package dev.laurel.realtime.session;

import dev.laurel.realtime.RealtimeConfig;
import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.realtime.frame.ServerFrames;
import dev.laurel.realtime.session.Session.State;
import dev.laurel.wire.CloseCode;
import io.vertx.core.Context;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends frames to one client, in order and bounded. A client that lets them grow past the bound is
 * closed as a slow consumer, and can read on from the log when it returns. Holds the session's
 * state, so that no frame is accepted once closing has begun.
 *
 * <p>Any thread may call; frames are written on the connection's own.
 */
final class Outbound implements Backlog.Client {
  private final Socket socket;
  private final Context context;
  private final ServerFrames frames;
  private final Consumer<CloseCode> onClosing;
  private final int bound;
  private final SendWindow window;
  private State state = State.CONNECTING;
  private CloseCode closeCode;
  private Runnable roomListener;
  private boolean draining;

  /**
   * @param onClosing called at most once, when the server begins to close; must not block
   */
  Outbound(
      Socket socket,
      Context context,
      RealtimeConfig config,
      Backlog backlog,
      ServerFrames frames,
      Consumer<CloseCode> onClosing) {
    this.socket = socket;
    this.context = context;
    this.frames = frames;
    this.onClosing = onClosing;
    this.bound = config.queueBytes();
    this.window = new SendWindow(backlog, this, frames);
  }

  /** Starts to accept frames, unless the session is closing already. */
  synchronized void open() {
    if (state == State.CONNECTING) {
      state = State.OPEN;
    }
  }

  synchronized State state() {
    return state;
  }

  /** The code with which the server closes, if it does. */
  synchronized Optional<CloseCode> closeCode() {
    return Optional.ofNullable(closeCode);
  }

  synchronized void send(EncodedFrame frame) {
    if (state == State.OPEN) {
      window.add(frame);
      sendOrAbandon();
    } else {
      frame.lost();
    }
  }

  /** Sends what a board shows; encoded when it is its turn, with whatever it shows then. */
  synchronized void send(PendingBoardFrame frame) {
    if (state == State.OPEN && window.bytes() == 0 && !draining) {
      sendAtOnce(frame.encode(frames));
    } else if (state == State.OPEN) {
      window.add(frame);
      sendOrAbandon();
    }
  }

  /**
   * Writes a frame without the queue. Filling thousands of empty queues at each tick of a board
   * would burden the garbage collector.
   */
  private void sendAtOnce(EncodedFrame frame) {
    window.addInFlight(frame);
    draining = true;
    context.runOnContext(
        any -> {
          socket.write(frame, this::written);
          drain();
        });
  }

  private void sendOrAbandon() {
    if (window.isOver(bound)) {
      abandon();
    }
    wake();
  }

  /** Makes the connection's thread write what it can, unless it is about to. */
  private void wake() {
    if (!draining) {
      draining = true;
      context.runOnContext(any -> drain());
    }
  }

  /** Closes a slow consumer, discarding what waits. */
  private void abandon() {
    window.clear();
    close(CloseCode.SLOW_CONSUMER);
  }

  @Override
  public synchronized void giveUp() {
    if (window.isBehind() && state == State.OPEN) {
      abandon();
    }
  }

  /** Closes once what was sent before has left. */
  synchronized void close(CloseCode code) {
    if (state == State.CONNECTING || state == State.OPEN) {
      state = State.CLOSING;
      closeCode = code;
      onClosing.accept(code);
      wake();
    }
  }

  @Override
  public synchronized int waitingBytes() {
    return window.waitingBytes();
  }

  /** True if half of the bound is free; the other half is for what can't wait. */
  synchronized boolean hasRoom() {
    return window.bytes() < bound / 2;
  }

  /**
   * Calls {@code listener} once, on the connection's thread, when three quarters of the bound are
   * free; never if the connection ends before.
   */
  synchronized void whenRoom(Runnable listener) {
    roomListener = listener;
    context.runOnContext(any -> notifyRoomListener());
  }

  private void notifyRoomListener() {
    Runnable listener;
    synchronized (this) {
      if (roomListener == null || window.bytes() > bound / 4) {
        return;
      }
      listener = roomListener;
      roomListener = null;
    }
    listener.run();
  }

  private void drain() {
    for (var frame = next(); frame != null; frame = next()) {
      socket.write(frame, this::written);
    }
    notifyRoomListener();
  }

  private synchronized EncodedFrame next() {
    var next = window.next();
    if (next == null) {
      draining = false;
      if (closeCode != null && !window.hasWaiting()) {
        socket.close(closeCode);
      }
    }
    return next;
  }

  private synchronized void written(EncodedFrame frame, boolean taken) {
    window.written(frame);
    if (!taken) {
      end();
    } else if (window.hasWaiting() || roomListener != null) {
      wake();
    }
  }

  /** Ends with the connection. Discards what waits; events are still in the log. */
  synchronized void end() {
    window.clear();
    state = State.CLOSED;
  }
}
