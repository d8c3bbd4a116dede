package dev.laurel.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.broadcast.BroadcastConfig;
import dev.laurel.errors.ProblemException;
import dev.laurel.installation.InstallationKey;
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
 * nobody can use a ticket read from Redis, and seals what they stand for, so that nobody can write
 * one.
 *
 * <p>Both methods fail with {@link ProblemException} 503 when Redis does not answer in time.
 */
@ApplicationScoped
class TicketStore {
  private static final String CONTEXT = "ticket ";
  private static final int TICKET_BYTES = 32;
  private static final int TICKET_LENGTH = 43;
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final ReactiveValueCommands<String, String> redis;
  private final RedisWatch.Use tickets;
  private final BroadcastConfig config;
  private final InstallationKey key;
  private final ObjectMapper mapper;
  private final SecureRandom random = new SecureRandom();

  TicketStore(
      ReactiveRedisDataSource redis,
      RedisWatch watch,
      BroadcastConfig config,
      InstallationKey key,
      ObjectMapper mapper) {
    this.redis = redis.value(String.class);
    this.tickets = watch.occasionalUse("tickets");
    this.config = config;
    this.key = key;
    this.mapper = mapper;
  }

  /** Issues a ticket of the caller that is valid for {@code ttl}. */
  Uni<String> issue(Caller caller, Duration ttl) {
    var bytes = new byte[TICKET_BYTES];
    random.nextBytes(bytes);
    var ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    var stored = key.seal(CONTEXT + ticket, encode(caller));
    return inTime(redis.set(redisKey(ticket), stored, new SetArgs().px(ttl))).replaceWith(ticket);
  }

  /** Uses a ticket up. Empty if it is unknown, used, expired or not of this installation. */
  Uni<Optional<Caller>> redeem(String ticket) {
    if (ticket.length() != TICKET_LENGTH) {
      return Uni.createFrom().item(Optional.empty());
    }
    return inTime(redis.getdel(redisKey(ticket)))
        .map(
            stored ->
                Optional.ofNullable(stored)
                    .flatMap(value -> key.open(CONTEXT + ticket, value))
                    .flatMap(this::decode));
  }

  private String encode(Caller caller) {
    try {
      return mapper.writeValueAsString(caller);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Empty for what a node of another version has written. */
  private Optional<Caller> decode(String caller) {
    try {
      return Optional.of(mapper.readValue(caller, Caller.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
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

  private String redisKey(String ticket) {
    return config.channelPrefix() + "ticket:" + key.hash(CONTEXT, ticket);
  }
}
