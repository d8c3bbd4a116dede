package dev.laurel.wire;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** An event loop of the node, on which state can be kept without locks. */
public final class EventLoop {
  private final ContextInternal context;

  private EventLoop(ContextInternal context) {
    this.context = context;
  }

  /** Picks an event loop, whichever thread calls. */
  public static EventLoop pick(Vertx vertx) {
    return new EventLoop(((VertxInternal) vertx).createEventLoopContext());
  }

  /** Executors of all event loops, one each. */
  public static List<ScheduledExecutorService> all(Vertx vertx) {
    var all = new ArrayList<ScheduledExecutorService>();
    ((VertxInternal) vertx).getEventLoopGroup().forEach(all::add);
    return all;
  }

  /** Runs {@code action} on this loop. Any thread may call. */
  public void execute(Runnable action) {
    context.runOnContext(any -> action.run());
  }

  /** Moves a future onto this loop: its result, or the failure after {@code timeout}. */
  public <T> Future<T> await(Future<T> elsewhere, Duration timeout) {
    var here = context.<T>promise();
    elsewhere.onComplete(here);
    return here.future().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }
}
