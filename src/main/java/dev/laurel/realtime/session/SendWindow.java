package dev.laurel.realtime.session;

import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.realtime.frame.ServerFrames;

/**
 * The frames on their way to one client and the bounds on their bytes: those that wait, and a
 * window of those that are with the network and not yet taken by it. Counts both for the node's
 * {@link Backlog}. Guarded by the {@link Outbound}.
 */
final class SendWindow {
  /** Bytes that may be with the network before further frames wait. */
  private static final int BYTES = 64 * 1024;

  private final Backlog backlog;
  private final Backlog.Client client;
  private final SendQueue waiting;
  private int inFlightBytes;
  private boolean behind;

  SendWindow(Backlog backlog, Backlog.Client client, ServerFrames frames) {
    this.backlog = backlog;
    this.client = client;
    this.waiting = new SendQueue(frames);
  }

  void add(EncodedFrame frame) {
    int before = waiting.bytes();
    waiting.add(frame);
    backlog.add(waiting.bytes() - before);
  }

  void add(PendingBoardFrame frame) {
    int before = waiting.bytes();
    waiting.add(frame);
    backlog.add(waiting.bytes() - before);
  }

  /** Counts a frame that is written without having waited. */
  void addInFlight(EncodedFrame frame) {
    inFlightBytes += frame.bytes();
    backlog.add(frame.bytes());
  }

  /** The next frame to be written; null if none waits or the window is full. */
  EncodedFrame next() {
    var next = waiting.peek();
    if (next == null) {
      catchUp();
      return null;
    }
    if (inFlightBytes == 0 || inFlightBytes + next.bytes() <= BYTES) {
      inFlightBytes += next.bytes();
      return waiting.poll();
    }
    if (!behind) {
      behind = true;
      backlog.behind(client);
    }
    return null;
  }

  /** The network has taken a frame, or never will. */
  void written(EncodedFrame frame) {
    inFlightBytes -= frame.bytes();
    backlog.remove(frame.bytes());
  }

  void clear() {
    backlog.remove(waiting.bytes());
    waiting.clear();
    catchUp();
  }

  private void catchUp() {
    if (behind) {
      behind = false;
      backlog.caughtUp(client);
    }
  }

  /** True if the network takes less than there is to send. */
  boolean isBehind() {
    return behind;
  }

  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  int waitingBytes() {
    return waiting.bytes();
  }

  /** True if the frames exceed a bound, which one frame that is alone may do. */
  boolean isOver(int bound) {
    var next = waiting.peek();
    return bytes() > bound && (next == null || bytes() > next.bytes());
  }

  /** The bytes of all frames on their way. */
  int bytes() {
    return waiting.bytes() + inFlightBytes;
  }
}
