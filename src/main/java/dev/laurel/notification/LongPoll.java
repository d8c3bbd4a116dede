package dev.laurel.notification;

import dev.laurel.broadcast.Broadcast;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Reads a user's log and waits for new entries if there are none. Blocks no thread. */
@ApplicationScoped
class LongPoll {
  private final LogReadBulk log;
  private final Broadcast broadcast;
  private final Set<CompletableFuture<Void>> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean ending;

  LongPoll(LogReadBulk log, Broadcast broadcast) {
    this.log = log;
    this.broadcast = broadcast;
  }

  /** Answers all waiting clients when the node begins to stop. */
  void end(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownDelayInitiatedEvent event) {
    ending = true;
    waiting.forEach(arrival -> arrival.complete(null));
  }

  /**
   * Reads the entries after {@code since}; if there are none, waits for some.
   *
   * @param wait the longest wait, after which the slice is empty
   */
  Uni<LogSlice> since(String user, long since, int limit, Duration wait) {
    return read(user, since, limit)
        .flatMap(
            slice ->
                wait.isZero() || !slice.entries().isEmpty()
                    ? Uni.createFrom().item(slice)
                    : arrival(user, since, limit, wait).flatMap(any -> read(user, since, limit)));
  }

  private Uni<Void> arrival(String user, long since, int limit, Duration wait) {
    return Uni.createFrom()
        .deferred(
            () -> {
              var arrival = new CompletableFuture<Void>();
              waiting.add(arrival);
              if (ending) {
                arrival.complete(null);
              }
              var subscription =
                  broadcast.subscribe(
                      UserChannel.name(user),
                      // A late hint may be of entries that the client already has.
                      UserChannel.receiver(
                          hint -> completeIf(hint.last() > since, arrival), moved -> {}));
              // Entries appended before Redis confirmed the subscription came without a hint.
              var missed =
                  Uni.createFrom()
                      .completionStage(subscription.established())
                      .flatMap(any -> read(user, since, limit))
                      .subscribe()
                      .with(
                          slice -> completeIf(!slice.entries().isEmpty(), arrival),
                          failure -> arrival.complete(null));
              return Uni.createFrom()
                  .completionStage(arrival)
                  .ifNoItem()
                  .after(wait)
                  .recoverWithItem((Void) null)
                  .eventually(
                      () -> {
                        waiting.remove(arrival);
                        missed.cancel();
                        subscription.close();
                      });
            });
  }

  private static void completeIf(boolean arrived, CompletableFuture<Void> arrival) {
    if (arrived) {
      arrival.complete(null);
    }
  }

  private Uni<LogSlice> read(String user, long since, int limit) {
    return Uni.createFrom()
        .item(() -> log.since(user, since, limit))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }
}
