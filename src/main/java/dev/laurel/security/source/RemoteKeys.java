package dev.laurel.security.source;

import dev.laurel.errors.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Keys behind an address. Fetched in the background, and for a token of an unknown key, but at most
 * every few seconds, so that made-up key ids cannot be used to attack the issuer. While the address
 * does not answer, the last keys stay in force for an hour.
 */
final class RemoteKeys implements SourceKeys {
  private static final Logger LOG = Logger.getLogger("laurel.security");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration REFRESH = Duration.ofMinutes(5);
  private static final Duration RETENTION = Duration.ofHours(1);

  /** The shortest time between two fetches. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  /** By how much the issuer's clock may be behind. */
  private static final Duration SKEW = Duration.ofSeconds(5);

  private record Fetched(List<VerificationKey> keys, Instant at) {}

  private final URI address;
  private final HttpClient http;
  private final Executor workers;
  private final Clock clock;
  private volatile Fetched fetched = new Fetched(List.of(), Instant.MIN);
  private Instant attempted = Instant.MIN;
  private boolean away;
  private CompletableFuture<Boolean> fetching;

  /**
   * @param workers may block
   */
  RemoteKeys(URI address, HttpClient http, Executor workers, Clock clock) {
    this.address = address;
    this.http = http;
    this.workers = workers;
    this.clock = clock;
  }

  @Override
  public List<VerificationKey> current() {
    var last = fetched;
    return isYoung(last.at, RETENTION) ? last.keys : List.of();
  }

  @Override
  public synchronized void renew() {
    if (fetching == null && !isYoung(attempted, away ? PAUSE : REFRESH)) {
      fetch();
    }
  }

  @Override
  public synchronized CompletableFuture<Boolean> newer(Instant issuedAt) {
    if (fetching != null) {
      return fetching;
    }
    if (isYoung(fetched.at, RETENTION)
        && issuedAt != null
        && issuedAt.plus(SKEW).isBefore(fetched.at)) {
      return CompletableFuture.completedFuture(false);
    }
    return isYoung(attempted, PAUSE) ? CompletableFuture.failedFuture(unknown()) : fetch();
  }

  private CompletableFuture<Boolean> fetch() {
    attempted = clock.instant();
    var result = new CompletableFuture<Boolean>();
    fetching = result;
    try {
      workers.execute(() -> finish(result));
    } catch (RuntimeException e) {
      fetching = null;
      result.completeExceptionally(ProblemException.busy());
    }
    return result;
  }

  private void finish(CompletableFuture<Boolean> result) {
    try {
      var started = clock.instant();
      var keys = KeyFormats.publicKeys(get(), address.toString());
      fetched = new Fetched(keys, started);
      ended(null);
      result.complete(true);
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      ended(e);
      result.completeExceptionally(unknown());
    }
  }

  private synchronized void ended(Exception failure) {
    fetching = null;
    if (failure == null && away) {
      LOG.infof("The keys of %s are there again", address);
    } else if (failure != null && !away) {
      LOG.warnf(
          "The keys of %s cannot be fetched: tokens of unknown keys are answered 503 (%s)",
          address, failure);
    }
    away = failure != null;
  }

  private String get()
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    var request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Accept", "application/json")
            .build();
    // The timeout of a request does not cover its body.
    var exchange = http.sendAsync(request, BodyHandlers.ofString());
    try {
      HttpResponse<String> response = exchange.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      return response.body();
    } finally {
      exchange.cancel(true);
    }
  }

  private boolean isYoung(Instant moment, Duration age) {
    return !moment.equals(Instant.MIN) && moment.plus(age).isAfter(clock.instant());
  }

  private static ProblemException unknown() {
    return ProblemException.unavailable(
        "The keys of the token's issuer cannot be had at the moment. Try again later.", PAUSE);
  }
}
