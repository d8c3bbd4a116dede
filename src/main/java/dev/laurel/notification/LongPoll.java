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

/** Reads a user's log, waiting for something to be there. No thread waits. */
@ApplicationScoped
class LongPoll {
  private final LogReader log;
  private final Broadcast broadcast;
  private final Set<CompletableFuture<Void>> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean ending;

  LongPoll(LogReader log, Broadcast broadcast) {
    this.log = log;
    this.broadcast = broadcast;
  }

  /** A node that is about to end lets nobody wait. */
  void end(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownDelayInitiatedEvent event) {
    ending = true;
    waiting.forEach(news -> news.complete(null));
  }

  /**
   * What follows a place in the log; when that is nothing, what follows it once there is something,
   * or nothing after all.
   *
   * @param wait how long at the most
   */
  Uni<LogSlice> since(String user, long since, int limit, Duration wait) {
    return read(user, since, limit)
        .flatMap(
            slice ->
                wait.isZero() || !slice.entries().isEmpty()
                    ? Uni.createFrom().item(slice)
                    : news(user, since, limit, wait).flatMap(any -> read(user, since, limit)));
  }

  private Uni<Void> news(String user, long since, int limit, Duration wait) {
    return Uni.createFrom()
        .deferred(
            () -> {
              var news = new CompletableFuture<Void>();
              waiting.add(news);
              if (ending) {
                news.complete(null);
              }
              var subscription =
                  broadcast.subscribe(
                      UserChannel.name(user),
                      UserChannel.receiver(hint -> completeIfNew(news, hint, since), moved -> {}));
              // What was appended before Redis confirmed the subscription is seen by reading once
              // more.
              var missed =
                  Uni.createFrom()
                      .completionStage(subscription.established())
                      .flatMap(any -> read(user, since, limit))
                      .subscribe()
                      .with(slice -> completeIfAny(news, slice), failure -> news.complete(null));
              return Uni.createFrom()
                  .completionStage(news)
                  .ifNoItem()
                  .after(wait)
                  .recoverWithItem((Void) null)
                  .eventually(
                      () -> {
                        waiting.remove(news);
                        missed.cancel();
                        subscription.close();
                      });
            });
  }

  /** The hint of an entry that the client has already may come after the entry itself. */
  private static void completeIfNew(CompletableFuture<Void> news, Hint hint, long since) {
    if (hint.last() > since) {
      news.complete(null);
    }
  }

  private static void completeIfAny(CompletableFuture<Void> news, LogSlice slice) {
    if (!slice.entries().isEmpty()) {
      news.complete(null);
    }
  }

  private Uni<LogSlice> read(String user, long since, int limit) {
    return Uni.createFrom()
        .item(() -> log.since(user, since, limit))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }
}
