package dev.laurel.reconciliation;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Ranks as boards have them: 1, 2, 2, 4. */
final class Ranks {
  private final TreeMap<Long, Long> byPoints;

  Ranks(Collection<Long> points) {
    byPoints = points.stream().collect(groupingBy(each -> each, TreeMap::new, counting()));
  }

  /** One more than have more points. */
  int of(long points) {
    return 1 + (int) sum(byPoints.tailMap(points, false));
  }

  /** How many have as many points. */
  int ties(long points) {
    return byPoints.getOrDefault(points, 0L).intValue();
  }

  private static long sum(Map<Long, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
