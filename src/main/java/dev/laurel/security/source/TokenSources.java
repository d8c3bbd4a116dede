package dev.laurel.security.source;

import dev.laurel.security.source.Refusal.Reason;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;

/** All issuers whose tokens are accepted. */
@Singleton
public class TokenSources {
  private static final Logger LOG = Logger.getLogger("laurel.security");

  private final List<TokenSource> sources;

  /** Only reads: the sources check. */
  private final JwtConsumer reader =
      new JwtConsumerBuilder()
          .setSkipAllValidators()
          .setDisableRequireSignature()
          .setSkipSignatureVerification()
          .build();

  private final RefusedTokens refused;

  @Inject
  TokenSources(SourceSettings settings) {
    this(settings.sources(), System::nanoTime);
  }

  TokenSources(List<TokenSource> sources, LongSupplier nanos) {
    this.sources = sources;
    this.refused = new RefusedTokens(nanos);
  }

  /** Created at the start, so that a wrong setting fails the start, not a request. */
  void start(@Observes StartupEvent event) {
    if (sources.isEmpty()) {
      LOG.warn(
          "Nobody can log in: set laurel.auth.hs256-secret, mp.jwt.verify.publickey,"
              + " mp.jwt.verify.publickey.location or a source in laurel.auth.sources");
    }
    renew();
  }

  /** Files are read again soon after a change; addresses know themselves when it is time. */
  @Scheduled(
      identity = "security.keys",
      every = "2s",
      delayed = "2s",
      concurrentExecution = ConcurrentExecution.SKIP)
  void renew() {
    sources.forEach(source -> source.keys().renew());
  }

  /**
   * Checks signature, issuer, audience and times of a token, and returns where its claims say who
   * the caller is. Never blocks; if keys must be fetched, the result comes on a worker thread.
   *
   * <p>Fails with {@link AuthenticationFailedException}, whose message says why and has nothing of
   * the token in it, and with a problem 503 if the keys of its issuer cannot be had.
   */
  public Uni<ClaimMapping> verify(String rawToken) {
    return Uni.createFrom()
        .deferred(
            () -> {
              refused.check(rawToken);
              return verifyWith(read(rawToken));
            })
        .onFailure(Refusal.class)
        .transform(refusal -> new AuthenticationFailedException(refusal.getMessage()));
  }

  private Uni<ClaimMapping> verifyWith(JwtContext token) {
    try {
      return Uni.createFrom().item(accept(token));
    } catch (Refusal refusal) {
      if (refusal.reason() != Reason.KEY) {
        throw refusal;
      }
      return Uni.createFrom()
          .completionStage(newerKeys(token))
          .onItemOrFailure()
          .transformToUni((fetched, away) -> Uni.createFrom().item(() -> acceptAgain(token, away)));
    }
  }

  private ClaimMapping acceptAgain(JwtContext token, Throwable away) {
    try {
      return accept(token);
    } catch (Refusal refusal) {
      if (refusal.reason() == Reason.KEY && away != null) {
        throw away instanceof RuntimeException problem ? problem : new IllegalStateException(away);
      }
      throw refusal;
    }
  }

  private ClaimMapping accept(JwtContext token) {
    Refusal clearest = null;
    boolean awaitsKey = false;
    for (var source : sources) {
      try {
        source.verify(token);
        return source.claims();
      } catch (Refusal refusal) {
        clearest = Refusal.clearer(clearest, refusal);
        awaitsKey |= refusal.reason() == Reason.KEY;
      } catch (RuntimeException e) {
        // Headers and claims of unexpected types.
        clearest = Refusal.clearer(clearest, new Refusal(Reason.MALFORMED, null));
      }
    }
    clearest = Refusal.clearer(clearest, new Refusal(Reason.ALGORITHM, null));
    if (clearest.reason() == Reason.EXPIRED
        || clearest.reason() == Reason.SIGNATURE && !awaitsKey) {
      refused.remember(token.getJwt(), clearest);
    }
    throw clearest;
  }

  /** Asks those sources for newer keys that miss nothing else. */
  private CompletableFuture<Void> newerKeys(JwtContext token) {
    var issuedAt = issuedAt(token);
    var asked = new ArrayList<CompletableFuture<Boolean>>();
    for (var source : sources) {
      try {
        source.verify(token);
      } catch (Refusal refusal) {
        if (refusal.reason() == Reason.KEY) {
          asked.add(source.keys().newer(issuedAt));
        }
      }
    }
    var all = CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new));
    var result = new CompletableFuture<Void>();
    all.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            result.complete(null);
          } else {
            result.completeExceptionally(failure.getCause() == null ? failure : failure.getCause());
          }
        });
    return result;
  }

  private JwtContext read(String rawToken) {
    try {
      var token = reader.process(rawToken);
      if (token.getJoseObjects().size() == 1
          && token.getJoseObjects().get(0) instanceof JsonWebSignature signature
          && signature.getAlgorithmHeaderValue() != null) {
        return token;
      }
    } catch (InvalidJwtException | RuntimeException e) {
      // Its message quotes the token.
    }
    throw new Refusal(Reason.MALFORMED, null);
  }

  private static Instant issuedAt(JwtContext token) {
    try {
      var issuedAt = token.getJwtClaims().getIssuedAt();
      return issuedAt == null ? null : Instant.ofEpochMilli(issuedAt.getValueInMillis());
    } catch (MalformedClaimException | RuntimeException e) {
      return null;
    }
  }
}
