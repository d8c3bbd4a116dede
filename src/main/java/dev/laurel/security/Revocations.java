package dev.laurel.security;

import static java.util.Comparator.naturalOrder;
import static java.util.stream.Collectors.toSet;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.broadcast.Message;
import dev.laurel.broadcast.Subscription;
import dev.laurel.outage.ClockWrong;
import dev.laurel.outage.DatabaseAway;
import dev.laurel.outage.JobFailures;
import dev.laurel.outage.SchedulerStalled;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BinaryOperator;

/**
 * Refuses tokens that have not expired. PostgreSQL stores the revocations; every node has all of
 * them in memory and reads new ones after a hint of another node, and every second in case a hint
 * was lost. While PostgreSQL is away, a node applies those it knows.
 */
@ApplicationScoped
public class Revocations {
  private static final String CHANNEL = "revocations";
  private static final String POLL = "security.revocations";
  private static final String POLL_INTERVAL = "1s";

  /** How long after a revocation with a newer time another one may be committed. */
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  private final Broadcast broadcast;
  private final DatabaseAway databaseAway;
  private final JobFailures failures;
  private final AuthConfig config;
  private final Event<UserRevoked> revoked;
  private final Event<TokensRevoked> learned;
  private final Clock clock;
  private final ExecutorService executor;
  private final RevocationList known;
  private final ErasedUsers erasedUsers;
  private final AtomicBoolean hinted = new AtomicBoolean();
  private Instant latest = Instant.EPOCH;
  private Subscription hints;

  Revocations(
      Broadcast broadcast,
      DatabaseAway databaseAway,
      JobFailures failures,
      AuthConfig config,
      Event<UserRevoked> revoked,
      Event<TokensRevoked> learned,
      Clock clock,
      ExecutorService executor,
      ErasedUsers erasedUsers,
      RevocationList known) {
    this.broadcast = broadcast;
    this.databaseAway = databaseAway;
    this.failures = failures;
    this.config = config;
    this.revoked = revoked;
    this.learned = learned;
    this.clock = clock;
    this.executor = executor;
    this.erasedUsers = erasedUsers;
    this.known = known;
  }

  /**
   * Reads all revocations; the start fails without them, since revoked tokens would be accepted.
   */
  void start(@Observes StartupEvent event) {
    read();
    hints = broadcast.subscribe(CHANNEL, payload -> onHint());
  }

  void stop(@Observes ShutdownEvent event) {
    hints.close();
  }

  /** True if the caller's token is revoked. Does not block. */
  public boolean isRevoked(Caller caller) {
    return known.contains(caller);
  }

  /**
   * Revokes all tokens of a user that were issued until now, or a single one. This node refuses
   * them when this returns, the others a moment later. Blocks.
   *
   * @param tokenId null for all
   */
  public void revoke(String user, String tokenId) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              Revocation.add(user, tokenId == null ? Revocation.ALL : tokenId);
              revoked.fire(new UserRevoked(user, tokenId == null));
            });
    announce();
  }

  /**
   * Revokes all tokens of an erased user that were issued until now, keeping a hash instead of the
   * name, and deletes the user's other revocations. Blocks.
   */
  public void revokeErased(String user) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              Revocation.delete("userId", user);
              Revocation.add(erasedUsers.hash(user), Revocation.ALL);
            });
    announce();
  }

  private void announce() {
    broadcast.publish(List.of(new Message(CHANNEL, "")));
    read();
  }

  private void onHint() {
    if (hinted.compareAndSet(false, true)) {
      executor.execute(
          () -> {
            hinted.set(false);
            readOutOfTurn();
          });
    }
  }

  void onStalled(@ObservesAsync SchedulerStalled stalled) {
    readOutOfTurn();
  }

  private void readOutOfTurn() {
    // Otherwise the next poll finds the revocations: waiting would occupy a worker for each hint.
    if (!databaseAway.isSkipping()) {
      try {
        read();
        failures.succeeded(POLL);
      } catch (RuntimeException e) {
        failures.failed(POLL, e);
      }
    }
  }

  @Scheduled(
      identity = POLL,
      every = POLL_INTERVAL,
      delayed = POLL_INTERVAL,
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = DatabaseAway.class)
  void poll() {
    read();
  }

  private synchronized void read() {
    var from = latest.equals(Instant.EPOCH) ? latest : latest.minus(OVERLAP);
    var found = QuarkusTransaction.requiringNew().call(() -> Revocation.since(from));
    latest =
        found.stream()
            .map(each -> each.revokedAt)
            .reduce(latest, BinaryOperator.maxBy(naturalOrder()));
    var users = known.add(found);
    if (!users.isEmpty()) {
      var named = users.stream().filter(user -> !ErasedUsers.isHash(user)).collect(toSet());
      learned.fire(new TokensRevoked(named, named.size() < users.size()));
    }
  }

  @Scheduled(
      identity = "security.expire-revocations",
      every = "1h",
      delayed = "1h",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = ClockWrong.class)
  void expire() {
    var age = config.revocationRetention();
    QuarkusTransaction.requiringNew().run(() -> Revocation.expire(age));
    known.expireBefore(clock.instant().minus(age));
  }
}
