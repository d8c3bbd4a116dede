package dev.laurel.realtime.session;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/** Serves the frames of one client one after the other. On the connection's thread only. */
final class Inbound {
  private final Context context;
  private final int bound;
  private Queue<Supplier<Uni<Void>>> waiting;
  private boolean serving;

  /**
   * @param bound how many frames may wait while one is served
   */
  Inbound(Context context, int bound) {
    this.context = context;
    this.bound = bound;
  }

  /**
   * Serves a frame in its turn.
   *
   * @param service must not fail; may complete on any thread
   * @return false if too many wait; the frame is dropped then
   */
  boolean serve(Supplier<Uni<Void>> service) {
    if (!serving) {
      begin(service);
      return true;
    }
    if (waiting == null) {
      waiting = new ArrayDeque<>(4);
    }
    return waiting.size() < bound && waiting.add(service);
  }

  private void begin(Supplier<Uni<Void>> service) {
    serving = true;
    service.get().onTermination().invoke(this::served).subscribe().with(done -> {}, lost -> {});
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
