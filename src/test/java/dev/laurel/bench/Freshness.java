package dev.laurel.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Measures the time from a submission of a user on the viewed page to the page that shows it, for
 * each viewer. Each submission completes another problem, so the number of completed problems tells
 * which submissions a page includes. Confined to one thread.
 */
final class Freshness {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The counts of a viewer without a page. */
  final int[] nothing;

  private final Map<String, Integer> leaders = new HashMap<>();
  private final List<List<Long>> dueNanos = new ArrayList<>();
  private final Map<Long, int[]> shown = new HashMap<>();
  private Histogram micros = histogram();

  /**
   * @param leaders the users who stay on the page; none has completed anything yet
   */
  Freshness(List<String> leaders) {
    IntStream.range(0, leaders.size()).forEach(i -> this.leaders.put(leaders.get(i), i));
    leaders.forEach(any -> dueNanos.add(new ArrayList<>()));
    nothing = new int[leaders.size()];
  }

  private static Histogram histogram() {
    return new Histogram(TimeUnit.MINUTES.toMicros(5), 3);
  }

  /** Notes that a submission of a leader is due. */
  void due(String leader, long nanos) {
    dueNanos.get(leaders.get(leader)).add(nanos);
  }

  /** The number of submissions of each leader in a page, parsed once for all viewers. */
  int[] shownBy(long version, Supplier<String> frame) {
    return shown.computeIfAbsent(version, any -> read(frame.get()));
  }

  private int[] read(String frame) {
    try {
      var completed = nothing.clone();
      for (var entry : JSON.readTree(frame).at("/data/entries")) {
        var leader = leaders.get(entry.at("/user/id").asText());
        if (leader != null) {
          completed[leader] = entry.get("completed_problems").asInt();
        }
      }
      return completed;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Records that a viewer's page changed. */
  void seen(int[] before, int[] after) {
    long now = System.nanoTime();
    for (int leader = 0; leader < after.length; leader++) {
      for (int i = before[leader]; i < after[leader]; i++) {
        micros.recordValue(
            TimeUnit.NANOSECONDS.toMicros(Math.max(0, now - dueNanos.get(leader).get(i))));
      }
    }
  }

  /** Whether a page includes all submissions. */
  boolean isNewest(int[] page) {
    return IntStream.range(0, page.length).allMatch(i -> page[i] == dueNanos.get(i).size());
  }

  /** Returns and resets the recorded times, in µs. */
  Histogram take() {
    var taken = micros;
    micros = histogram();
    return taken;
  }

  /** The number of different pages so far. */
  int pages() {
    return shown.size();
  }
}
