package dev.laurel.rehearsal;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a student has, as read past the service. */
record Actual(
    long points, long total, Integer rank, int streak, List<String> achievements, String level) {

  /** The change from this to another, as a rehearsal says it, without names; null if none. */
  Map<String, Object> to(Actual after) {
    if (equals(after)) {
      return null;
    }
    var change = new HashMap<String, Object>();
    change.put("points", pair(points(points), points(after.points)));
    change.put("total_change", points(after.total - total));
    change.put("rank", pair(rank, after.rank));
    change.put("streak", pair(streak, after.streak));
    change.put(
        "achievements",
        Map.of(
            "gained", without(after.achievements, achievements),
            "lost", without(achievements, after.achievements)));
    change.put("level", pair(level, after.level));
    return change;
  }

  private static String points(long hundredths) {
    return BigDecimal.valueOf(hundredths, 2).stripTrailingZeros().toPlainString();
  }

  private static Map<String, Object> pair(Object before, Object after) {
    var pair = new HashMap<String, Object>();
    pair.put("before", before);
    pair.put("after", after);
    return pair;
  }

  private static List<String> without(List<String> ids, List<String> others) {
    return ids.stream().filter(id -> !others.contains(id)).sorted().toList();
  }

  /** The same form of what a rehearsal said. */
  static Map<String, Object> said(Map<String, Object> change) {
    var said = new HashMap<>(change);
    said.remove("id");
    said.remove("username");
    said.put("total_change", number(change.get("total_change")));
    var points = (Map<?, ?>) change.get("points");
    said.put("points", pair(number(points.get("before")), number(points.get("after"))));
    return said;
  }

  private static String number(Object json) {
    return new BigDecimal(Objects.toString(json)).stripTrailingZeros().toPlainString();
  }
}
