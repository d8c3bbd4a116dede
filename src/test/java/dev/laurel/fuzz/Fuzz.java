package dev.laurel.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Runs many cases, several at a time. A case depends only on the seed and its number, so {@code
 * -Dlaurel.fuzz.seed=…} repeats a run.
 */
final class Fuzz {
  private static final int AT_ONCE = 8;
  private static final int SHOWN = 20;

  /** Consecutive cases that share connections. */
  @FunctionalInterface
  interface Chunk {
    /**
     * Runs the cases from {@code first} on.
     *
     * @param failures receives what is wrong with a case
     */
    void run(int first, int count, Failures failures) throws IOException;
  }

  /** Collects failures; many of a kind are shown once. */
  interface Failures {
    /**
     * @param kind the same for all failures with the same cause
     */
    void add(String kind, int number, String details);
  }

  static final long SEED =
      Long.getLong("laurel.fuzz.seed", ThreadLocalRandom.current().nextLong(1_000_000_000));

  private Fuzz() {}

  /** The source of hostile input for a case. */
  static Hostile hostile(String what, int number) {
    return new Hostile(SEED * 31 + what.hashCode() * 1_000_003L + number);
  }

  /** Runs cases and fails if any of them does. */
  static void run(String what, int cases, int atOnce, Chunk chunk) {
    var failures = new TreeMap<String, List<String>>();
    Failures sink =
        (kind, number, details) -> {
          synchronized (failures) {
            failures
                .computeIfAbsent(kind, any -> new ArrayList<>())
                .add("case " + number + ": " + shortened(details));
          }
        };
    long begun = System.nanoTime();
    var threads = Executors.newFixedThreadPool(AT_ONCE);
    var running = new ArrayList<Future<?>>();
    for (int first = 0; first < cases; first += atOnce) {
      int from = first;
      running.add(
          threads.submit(
              () -> {
                chunk.run(from, Math.min(atOnce, cases - from), sink);
                return null;
              }));
    }
    running.forEach(Fuzz::join);
    threads.shutdown();
    System.out.printf(
        "fuzz: %d cases of %s in %d ms, seed %d%n",
        cases, what, (System.nanoTime() - begun) / 1_000_000, SEED);
    var shown = new StringBuilder();
    failures.entrySet().stream()
        .limit(SHOWN)
        .forEach(
            kind ->
                shown.append(
                    "\n%d × %s\n    %s"
                        .formatted(kind.getValue().size(), kind.getKey(), kind.getValue().get(0))));
    assertEquals("", shown.toString(), what + " with -Dlaurel.fuzz.seed=" + SEED);
  }

  private static String shortened(String details) {
    return details.length() < 1_500 ? details : details.substring(0, 1_500) + " …";
  }

  private static void join(Future<?> running) {
    try {
      running.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new AssertionError("with -Dlaurel.fuzz.seed=" + SEED, e.getCause());
    }
  }
}
