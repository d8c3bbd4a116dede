package dev.laurel.security;

import static java.util.stream.Collectors.toSet;

import dev.laurel.broadcast.Broadcast;
import dev.laurel.broadcast.Message;
import dev.laurel.broadcast.Subscription;
import dev.laurel.outage.DatabaseSchedule;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Which tokens are refused although they have not expired. PostgreSQL remembers them; every node
 * has them all in memory and looks for new ones when another node gives a hint, and every second
 * besides. While PostgreSQL is away a node goes on with those it knows.
 */
@ApplicationScoped
public class Revocations {
  private static final Logger LOG = Logger.getLogger("laurel.security");
  private static final String CHANNEL = "revocations";
  private static final Duration TIDY_INTERVAL = Duration.ofHours(1);

  /** How much later than one with a newer time a revocation may be committed, and yet be found. */
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  private final RevocationStore store;
  private final Event<UserRevoked> revoked;
  private final Broadcast broadcast;
  private final DatabaseSchedule schedule;
  private final AuthConfig config;
  private final Event<TokensRevoked> news;
  private final Clock clock;
  private final ExecutorService executor;
  private final RevocationList known = new RevocationList();
  private final AtomicBoolean hinted = new AtomicBoolean();
  private Instant latest = Instant.EPOCH;
  private Subscription hints;

  Revocations(
      RevocationStore store,
      Event<UserRevoked> revoked,
      Broadcast broadcast,
      DatabaseSchedule schedule,
      AuthConfig config,
      Event<TokensRevoked> news,
      Clock clock,
      ExecutorService executor,
      MeterRegistry meters) {
    this.store = store;
    this.revoked = revoked;
    this.broadcast = broadcast;
    this.schedule = schedule;
    this.config = config;
    this.news = news;
    this.clock = clock;
    this.executor = executor;
    Gauge.builder("laurel.auth.revoked.users", known, RevocationList::users)
        .description("Users of whom tokens are revoked")
        .register(meters);
  }

  /** Without the revocations there is no start, since whoever was shut out would be let in. */
  void start(@Observes StartupEvent event) {
    lookForNews();
    var look =
        schedule.every(
            config.revocationPollInterval(), LOG, "revocations not read", this::lookForNews);
    schedule.every(TIDY_INTERVAL, LOG, "old revocations not forgotten", this::tidy);
    hints = broadcast.subscribe(CHANNEL, payload -> hinted(look));
  }

  void stop(@Observes ShutdownEvent event) {
    hints.close();
  }

  /** Whether the token behind a caller is refused. Does not block. */
  public boolean cover(Caller caller) {
    return known.covers(caller);
  }

  /**
   * Revokes all tokens of a user that were issued until now, or a single one. This node refuses
   * them when this returns, the others a moment later. Blocks.
   *
   * @param tokenId null for all
   */
  void revoke(String user, String tokenId) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              store.add(user, tokenId == null ? Revocation.ALL : tokenId);
              revoked.fire(new UserRevoked(user, tokenId == null));
            });
    announce();
  }

  /**
   * Revokes all tokens of a user that were issued until now, without remembering who that is, and
   * forgets what else was revoked of the user. Blocks.
   */
  public void revokeErased(String user) {
    store.addNameless(user);
    announce();
  }

  private void announce() {
    broadcast.publish(List.of(new Message(CHANNEL, "")));
    lookForNews();
  }

  private void hinted(Runnable look) {
    if (hinted.compareAndSet(false, true)) {
      executor.execute(
          () -> {
            hinted.set(false);
            look.run();
          });
    }
  }

  private synchronized void lookForNews() {
    var found = store.since(latest.equals(Instant.EPOCH) ? latest : latest.minus(OVERLAP));
    found.stream()
        .map(Revocation::revokedAt)
        .filter(moment -> moment.isAfter(latest))
        .max(Instant::compareTo)
        .ifPresent(moment -> latest = moment);
    var users = known.add(found);
    if (!users.isEmpty()) {
      var named = users.stream().filter(user -> !Revocation.isShadow(user)).collect(toSet());
      news.fire(new TokensRevoked(named, named.size() < users.size()));
    }
  }

  private void tidy() {
    store.forget(config.revocationRetention());
    known.forgetBefore(clock.instant().minus(config.revocationRetention()));
  }
}
