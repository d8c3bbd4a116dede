package dev.laurel.realtime.session;

import dev.laurel.broadcast.Subscription;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The feeds of a node by key, each with its subscription: opened for the first that joins, closed
 * when the last has left. Any thread may call.
 */
public final class Feeds<K, F> {
  /** A feed, and the subscription to the hints for it. */
  public record Opened<F>(F feed, Subscription hints) {}

  private final Map<K, Opened<F>> byKey = new ConcurrentHashMap<>();
  private final Predicate<F> isEmpty;

  public Feeds(Predicate<F> isEmpty) {
    this.isEmpty = isEmpty;
  }

  public void join(K key, Function<K, Opened<F>> open, Consumer<F> join) {
    byKey.compute(
        key,
        (any, present) -> {
          var opened = present != null ? present : open.apply(key);
          join.accept(opened.feed());
          return opened;
        });
  }

  public void leave(K key, Consumer<F> leave) {
    byKey.computeIfPresent(
        key,
        (any, present) -> {
          leave.accept(present.feed());
          if (!isEmpty.test(present.feed())) {
            return present;
          }
          present.hints().close();
          return null;
        });
  }

  /** The feed of a key; null if nobody has joined it. */
  public F get(K key) {
    var opened = byKey.get(key);
    return opened == null ? null : opened.feed();
  }

  /** Visits all feeds; weakly consistent. */
  public void forEach(BiConsumer<K, F> visitor) {
    byKey.forEach((key, opened) -> visitor.accept(key, opened.feed()));
  }

  public int size() {
    return byKey.size();
  }
}
