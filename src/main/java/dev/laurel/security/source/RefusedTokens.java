package dev.laurel.security.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The tokens that were refused for good lately, so that a page that presents one again and again
 * costs a hash each time and no check of a signature. Has the hashes of tokens only. Forgets them
 * soon: the clock may have been wrong, or a key replaced by another of the same id. Thread-safe.
 */
final class RefusedTokens {
  static final Duration MEMORY = Duration.ofMinutes(1);
  private static final int MOST = 10_000;

  private record Entry(Refusal refusal, long at) {}

  private final Map<ByteBuffer, Entry> entries =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Entry> eldest) {
          return size() > MOST;
        }
      };

  private final LongSupplier nanos;

  /**
   * @param nanos a clock like {@link System#nanoTime}
   */
  RefusedTokens(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * @throws Refusal the one that is remembered of the token
   */
  void check(String token) {
    var hash = hash(token);
    synchronized (entries) {
      var entry = entries.get(hash);
      if (entry != null && nanos.getAsLong() - entry.at < MEMORY.toNanos()) {
        throw entry.refusal;
      }
    }
  }

  void remember(String token, Refusal refusal) {
    var hash = hash(token);
    synchronized (entries) {
      // The one remembered last is the newest.
      entries.remove(hash);
      entries.put(hash, new Entry(refusal, nanos.getAsLong()));
    }
  }

  private static ByteBuffer hash(String token) {
    try {
      var bytes = token.getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
