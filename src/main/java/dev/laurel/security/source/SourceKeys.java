package dev.laurel.security.source;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The keys of a source. Thread-safe. */
interface SourceKeys {
  /** The keys as known now, in no order; none if they could not be had yet. Does not block. */
  List<VerificationKey> current();

  /** Reads the keys again if it is time to. Called every few seconds; may block. */
  default void renew() {}

  /**
   * Asks for newer keys, for a token that fits none of the current ones. Does not block. Completes
   * when the keys are as new as they get, with false at once if newer ones would not help; fails
   * with a problem 503 if nobody can say now.
   *
   * @param issuedAt when the token says it was issued; null if it does not
   */
  default CompletableFuture<Boolean> newer(Instant issuedAt) {
    return CompletableFuture.completedFuture(false);
  }
}
