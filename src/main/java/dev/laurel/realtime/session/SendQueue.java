package dev.laurel.realtime.session;

import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.realtime.frame.ServerFrames;
import dev.laurel.realtime.session.PendingBoardFrame.Topic;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;

/**
 * The frames that wait for one client, in order. A {@link PendingBoardFrame} replaces an older one
 * of its topic in the queue, unless another frame was added since: an answer about a board must not
 * be overtaken by a newer update.
 *
 * <p>Not thread-safe. An empty queue holds almost no memory.
 */
final class SendQueue {
  /** A slot of the queue; its frame is null if it was cancelled by a later one. */
  private static final class Slot {
    private EncodedFrame frame;
    private PendingBoardFrame update;

    private Slot(EncodedFrame frame, PendingBoardFrame update) {
      this.frame = frame;
      this.update = update;
    }
  }

  private final ServerFrames encoder;
  private Queue<Slot> slots;
  private Map<Topic, Slot> replaceable;
  private int bytes;

  SendQueue(ServerFrames encoder) {
    this.encoder = encoder;
  }

  /** Adds a frame that is never replaced. */
  void add(EncodedFrame frame) {
    replaceable = null;
    append(new Slot(frame, null));
  }

  /** Adds a frame, or replaces the older one of its topic. */
  void add(PendingBoardFrame update) {
    var older = replaceable == null ? null : replaceable.get(update.topic());
    if (older != null) {
      replace(older, update);
      return;
    }
    var slot = new Slot(update.encode(encoder), update);
    append(slot);
    if (replaceable == null) {
      replaceable = new HashMap<>();
    }
    replaceable.put(update.topic(), slot);
  }

  private void replace(Slot slot, PendingBoardFrame update) {
    bytes -= slot.frame.bytes();
    var result = update.after(slot.update).orElse(null);
    slot.update = result;
    slot.frame = result == null ? null : result.encode(encoder);
    if (result == null) {
      replaceable.remove(update.topic());
    } else {
      bytes += slot.frame.bytes();
    }
  }

  private void append(Slot slot) {
    if (slots == null) {
      slots = new ArrayDeque<>(4);
    }
    slots.add(slot);
    bytes += slot.frame.bytes();
  }

  /** The next frame, which stays in the queue; null if there is none. */
  EncodedFrame peek() {
    while (slots != null && slots.peek() != null && slots.peek().frame == null) {
      slots.remove();
    }
    if (slots == null || slots.isEmpty()) {
      clear();
      return null;
    }
    return slots.peek().frame;
  }

  /** Takes the next frame; null if there is none. */
  EncodedFrame poll() {
    var next = peek();
    if (next != null) {
      var slot = slots.remove();
      bytes -= next.bytes();
      if (slot.update != null && replaceable != null) {
        replaceable.remove(slot.update.topic(), slot);
      }
      if (slots.isEmpty()) {
        clear();
      }
    }
    return next;
  }

  boolean isEmpty() {
    return peek() == null;
  }

  int bytes() {
    return bytes;
  }

  void clear() {
    if (slots != null) {
      slots.stream().map(slot -> slot.frame).filter(Objects::nonNull).forEach(EncodedFrame::lost);
    }
    slots = null;
    replaceable = null;
    bytes = 0;
  }
}
