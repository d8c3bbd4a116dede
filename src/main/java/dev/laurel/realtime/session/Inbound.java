package dev.laurel.realtime.session;

import dev.laurel.wire.TokenBucket;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Serves the frames of one client one after the other, at a pace. Frames that come faster are late:
 * they wait, and the newest of a kind takes the place of the one before it, so that a client that
 * asks in a loop is answered at the pace with what it asked last. On the connection's thread only.
 */
final class Inbound {
  /** Kinds of which a frame may be late; of others it is dropped. */
  private static final int MOST_LATE = 16;

  private static final long WARNING_PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final Context context;
  private final int perSecond;
  private final TokenBucket pace;
  private final Map<String, Supplier<Uni<Void>>> late = new LinkedHashMap<>(2);
  private Queue<Supplier<Uni<Void>>> waiting;
  private boolean serving;
  private boolean timing;
  private Long warnedAt;

  /**
   * @param perSecond the pace in frames; twice as many may come at once
   */
  Inbound(Context context, int perSecond) {
    this.context = context;
    this.perSecond = perSecond;
    this.pace = new TokenBucket(perSecond, 2L * perSecond, System::nanoTime);
  }

  /** Serves what is no frame of the client, before all of those. */
  void begin(Supplier<Uni<Void>> service) {
    serving = true;
    service.get().onTermination().invoke(this::served).subscribe().with(done -> {}, lost -> {});
  }

  /**
   * Serves a frame in its turn.
   *
   * @param kind asked for only if the frame is late
   * @param service must not fail; may complete on any thread
   * @return true if the client is to be warned that frames were skipped: at most once a second
   */
  boolean serve(Supplier<String> kind, Supplier<Uni<Void>> service) {
    if (late.isEmpty() && hasRoom() && pace.take(1)) {
      serve(service);
      return false;
    }
    var name = kind.get();
    boolean skips = late.containsKey(name);
    if (skips || late.size() < MOST_LATE) {
      late.put(name, service);
      time();
      return skips && isWarningDue();
    }
    return isWarningDue();
  }

  /** Forgets frames that are late. */
  void end() {
    late.clear();
  }

  private boolean hasRoom() {
    return waiting == null || waiting.size() < 2 * perSecond;
  }

  private void serve(Supplier<Uni<Void>> service) {
    if (!serving) {
      begin(service);
    } else {
      if (waiting == null) {
        waiting = new ArrayDeque<>(4);
      }
      waiting.add(service);
    }
  }

  private boolean isWarningDue() {
    long now = System.nanoTime();
    boolean due = warnedAt == null || now - warnedAt >= WARNING_PAUSE;
    if (due) {
      warnedAt = now;
    }
    return due;
  }

  private void time() {
    if (!timing) {
      timing = true;
      context.owner().setTimer(Math.max(1, 1000 / perSecond), timer -> serveLate());
    }
  }

  private void serveLate() {
    timing = false;
    while (!late.isEmpty() && hasRoom() && pace.take(1)) {
      var frames = late.values().iterator();
      var next = frames.next();
      frames.remove();
      serve(next);
    }
    if (!late.isEmpty()) {
      time();
    }
  }

  private void served() {
    context.runOnContext(any -> next());
  }

  private void next() {
    serving = false;
    var next = waiting == null ? null : waiting.poll();
    if (next != null) {
      begin(next);
    } else {
      waiting = null;
    }
  }
}
