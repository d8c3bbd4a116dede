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
 * From when a submission of somebody on the page being viewed was due until each viewer has a page
 * that shows it. The number of completed problems tells which submissions a page shows, since each
 * completes another problem. Belongs to one thread.
 */
final class Freshness {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a viewer sees before the first page. */
  final int[] nothing;

  private final Map<String, Integer> leaders = new HashMap<>();
  private final List<List<Long>> dueNanos = new ArrayList<>();
  private final Map<Long, int[]> shown = new HashMap<>();
  private Histogram micros = histogram();

  /**
   * @param leaders the ids of those who are always on the page, none of whom has completed anything
   */
  Freshness(List<String> leaders) {
    IntStream.range(0, leaders.size()).forEach(i -> this.leaders.put(leaders.get(i), i));
    leaders.forEach(any -> dueNanos.add(new ArrayList<>()));
    nothing = new int[leaders.size()];
  }

  private static Histogram histogram() {
    return new Histogram(TimeUnit.MINUTES.toMicros(5), 3);
  }

  /** A submission of a leader is being posted. */
  void due(String leader, long nanos) {
    dueNanos.get(leaders.get(leader)).add(nanos);
  }

  /** How many submissions of each leader a page shows; it is read once for all its viewers. */
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

  /** A viewer who saw the one now sees the other. */
  void seen(int[] before, int[] after) {
    long now = System.nanoTime();
    for (int leader = 0; leader < after.length; leader++) {
      for (int i = before[leader]; i < after[leader]; i++) {
        micros.recordValue(
            TimeUnit.NANOSECONDS.toMicros(Math.max(0, now - dueNanos.get(leader).get(i))));
      }
    }
  }

  /** Whether a page shows all that was posted. */
  boolean isNewest(int[] page) {
    return IntStream.range(0, page.length).allMatch(i -> page[i] == dueNanos.get(i).size());
  }

  /** What has been recorded since the last time, in µs. */
  Histogram take() {
    var taken = micros;
    micros = histogram();
    return taken;
  }

  /** How many pages there have been. */
  int pages() {
    return shown.size();
  }
}
