package dev.laurel.notification;

import static io.quarkus.scheduler.Scheduled.ConcurrentExecution.SKIP;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.errors.ProblemException;
import dev.laurel.outage.DatabaseAway;
import dev.laurel.outage.JobFailures;
import dev.laurel.outage.SchedulerStalled;
import dev.laurel.security.Caller;
import dev.laurel.security.Revocations;
import dev.laurel.security.TokensRevoked;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Reads a user's log and waits for new entries if there are none. Blocks no thread. A wait ends
 * with a hint, or with the next reconciliation if the hint was lost, and at once when its token is
 * no longer accepted.
 */
@ApplicationScoped
class LongPoll {
  private static final String JOB = "notification.reconcile-waits";
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final LogReadBulk log;
  private final Broadcast broadcast;
  private final Revocations revocations;
  private final JobFailures jobs;
  private final Clock clock;
  private final Waits waits;
  private volatile boolean ending;

  LongPoll(
      LogReadBulk log,
      Broadcast broadcast,
      Revocations revocations,
      JobFailures jobs,
      Clock clock,
      NotificationConfig config,
      MeterRegistry meters) {
    this.log = log;
    this.broadcast = broadcast;
    this.revocations = revocations;
    this.jobs = jobs;
    this.clock = clock;
    this.waits = new Waits(config.maxWaiting());
    Gauge.builder("laurel.notifications.waiting", waits, Waits::count)
        .description("Long polls that wait for an event")
        .register(meters);
  }

  /** Answers all waiting clients when the node begins to stop. */
  void end(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownDelayInitiatedEvent event) {
    ending = true;
    waits.endIf(wait -> true);
  }

  void refuse(@Observes TokensRevoked revoked) {
    waits.endIf(wait -> revocations.isRevoked(wait.caller()));
  }

  void onStalled(@ObservesAsync SchedulerStalled stalled) {
    try {
      reconcile();
    } catch (RuntimeException e) {
      jobs.failed(JOB, e);
    }
  }

  @Scheduled(
      identity = JOB,
      every = "${laurel.realtime.reconcile-interval:2s}",
      concurrentExecution = SKIP,
      skipExecutionIf = DatabaseAway.class)
  void reconcile() {
    var users = waits.users();
    if (!users.isEmpty()) {
      var heads = log.heads(users);
      waits.endIf(
          wait -> {
            var head = heads.get(wait.caller().id());
            return head != null
                && (head.lastSeq() != wait.cursor().seq()
                    || !wait.cursor().mayBe(head.lastSentAt()));
          });
    }
  }

  /**
   * Reads the entries after a cursor; if there are none, waits for some.
   *
   * @param wait the longest wait, after which the slice is empty
   * @return fails with 401 if the caller's token expires or is revoked while it waits, with 429 if
   *     too many requests of the user wait on this node, and with 503 if too many of all users do
   */
  Uni<LogSlice> since(Caller caller, Cursor cursor, int limit, Duration wait) {
    return read(cursor, limit)
        .flatMap(
            slice ->
                wait.isZero() || !slice.entries().isEmpty() || !slice.complete()
                    ? Uni.createFrom().item(slice)
                    : arrival(caller, cursor, limit, wait)
                        .flatMap(any -> read(cursor, limit))
                        .invoke(any -> checkToken(caller)));
  }

  /** The number of a user's requests that wait. */
  int waiting(String user) {
    return waits.of(user);
  }

  private void checkToken(Caller caller) {
    if (revocations.isRevoked(caller) || !clock.instant().isBefore(caller.expiresAt())) {
      throw new UnauthorizedException();
    }
  }

  private Uni<Void> arrival(Caller caller, Cursor cursor, int limit, Duration longest) {
    return Uni.createFrom()
        .deferred(
            () -> {
              var wait = new Waits.Wait(caller, cursor, new CompletableFuture<>());
              admit(wait);
              if (ending || revocations.isRevoked(caller)) {
                wait.end();
              }
              var subscription =
                  broadcast.subscribe(
                      UserChannel.name(caller.id()),
                      // A late hint may be of entries that the client already has.
                      UserChannel.receiver(
                          hint -> wait.endIf(hint.last() > cursor.seq()), moved -> {}));
              // Entries appended before Redis confirmed the subscription came without a hint.
              var missed =
                  Uni.createFrom()
                      .completionStage(subscription.established())
                      .flatMap(any -> read(cursor, limit))
                      .subscribe()
                      .with(
                          slice -> wait.endIf(!slice.entries().isEmpty() || !slice.complete()),
                          failure -> wait.end());
              return Uni.createFrom()
                  .completionStage(wait.ended())
                  .ifNoItem()
                  .after(untilExpiry(caller, longest))
                  .recoverWithItem((Void) null)
                  .eventually(
                      () -> {
                        waits.remove(wait);
                        missed.cancel();
                        subscription.close();
                      });
            });
  }

  private void admit(Waits.Wait wait) {
    switch (waits.add(wait)) {
      case WAITING -> {}
      case TOO_MANY_OF_USER ->
          throw ProblemException.tooMany("Too many requests of the user wait.", RETRY_AFTER);
      case TOO_MANY ->
          throw ProblemException.unavailable(
              "Too many requests wait on this node. Without wait the answer comes at once.",
              RETRY_AFTER);
    }
  }

  private Duration untilExpiry(Caller caller, Duration longest) {
    // A millisecond more, since timers round.
    var left = Duration.between(clock.instant(), caller.expiresAt()).plusMillis(1);
    return List.of(longest, left).stream()
        .min(Duration::compareTo)
        .filter(shortest -> shortest.toMillis() > 0)
        .orElse(Duration.ofMillis(1));
  }

  private Uni<LogSlice> read(Cursor cursor, int limit) {
    return Uni.createFrom()
        .item(() -> log.since(cursor, limit))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }
}
