package dev.laurel.security;

import dev.laurel.errors.ProblemException;
import dev.laurel.outage.RedisWatch;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.value.ReactiveValueCommands;
import io.quarkus.redis.datasource.value.SetArgs;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * Keeps tickets in Redis, where any node can redeem them once. Stores only their hashes, so that
 * nobody can use a ticket read from Redis.
 *
 * <p>Both methods fail with {@link ProblemException} 503 when Redis does not answer in time.
 */
@ApplicationScoped
class TicketStore {
  private static final String KEY_PREFIX = "laurel:ticket:";
  private static final int TICKET_BYTES = 32;
  private static final int TICKET_LENGTH = 43;
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final ReactiveValueCommands<String, Caller> redis;
  private final RedisWatch.Use tickets;
  private final SecureRandom random = new SecureRandom();

  TicketStore(ReactiveRedisDataSource redis, RedisWatch watch) {
    this.redis = redis.value(Caller.class);
    this.tickets = watch.occasionalUse("tickets");
  }

  /** Issues a ticket of the caller that is valid for {@code ttl}. */
  Uni<String> issue(Caller caller, Duration ttl) {
    var bytes = new byte[TICKET_BYTES];
    random.nextBytes(bytes);
    var ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return inTime(redis.set(key(ticket), caller, new SetArgs().px(ttl))).replaceWith(ticket);
  }

  /** Uses a ticket up. Empty if it is unknown, used or expired. */
  Uni<Optional<Caller>> redeem(String ticket) {
    if (ticket.length() != TICKET_LENGTH) {
      return Uni.createFrom().item(Optional.empty());
    }
    return inTime(redis.getdel(key(ticket))).map(Optional::ofNullable);
  }

  private <T> Uni<T> inTime(Uni<T> answer) {
    return answer
        .ifNoItem()
        .after(TIMEOUT)
        .fail()
        .onItem()
        .invoke(tickets::worked)
        .onFailure()
        .invoke(tickets::failed)
        .onFailure()
        .transform(e -> ProblemException.unavailable());
  }

  private static String key(String ticket) {
    return KEY_PREFIX + Sha256.of(ticket);
  }
}
