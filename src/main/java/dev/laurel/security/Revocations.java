package dev.laurel.security;

import static java.util.stream.Collectors.toSet;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.broadcast.Replica;
import dev.laurel.outage.ClockWrong;
import dev.laurel.outage.DatabaseAway;
import dev.laurel.outage.JobFailures;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * Refuses tokens that have not expired. PostgreSQL stores the revocations, {@link RevocationList}
 * has all of them in memory. While PostgreSQL is away, a node applies those it knows; it does not
 * start without them, since revoked tokens would be accepted.
 */
@Singleton
public class Revocations extends Replica<Revocation> {
  private static final String POLL = "security.revocations";

  private final AuthConfig config;
  private final Event<UserRevoked> revoked;
  private final Event<TokensRevoked> learned;
  private final Clock clock;
  private final RevocationList known;
  private final ErasedUsers erasedUsers;

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
    super("revocations", POLL, broadcast, databaseAway, failures, executor);
    this.config = config;
    this.revoked = revoked;
    this.learned = learned;
    this.clock = clock;
    this.erasedUsers = erasedUsers;
    this.known = known;
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

  @Scheduled(
      identity = POLL,
      every = POLL_INTERVAL,
      delayed = POLL_INTERVAL,
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = DatabaseAway.class)
  void poll() {
    read();
  }

  @Override
  protected List<Revocation> changedSince(Instant moment) {
    return Revocation.since(moment);
  }

  @Override
  protected Instant changedAt(Revocation revocation) {
    return revocation.revokedAt;
  }

  @Override
  protected void apply(List<Revocation> changed) {
    var users = known.add(changed);
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
