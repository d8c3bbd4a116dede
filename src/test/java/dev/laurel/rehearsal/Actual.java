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
    change.put("points_before", points(points));
    change.put("points_after", points(after.points));
    change.put("total_change", points(after.total - total));
    change.put("rank_before", rank);
    change.put("rank_after", after.rank);
    change.put("streak_before", streak);
    change.put("streak_after", after.streak);
    change.put("achievements_gained", without(after.achievements, achievements));
    change.put("achievements_lost", without(achievements, after.achievements));
    change.put("level_before", level);
    change.put("level_after", after.level);
    return change;
  }

  private static String points(long hundredths) {
    return BigDecimal.valueOf(hundredths, 2).stripTrailingZeros().toPlainString();
  }

  private static List<String> without(List<String> ids, List<String> others) {
    return ids.stream().filter(id -> !others.contains(id)).sorted().toList();
  }

  /** The same form of what a rehearsal said. */
  static Map<String, Object> said(Map<String, Object> change) {
    var said = new HashMap<>(change);
    said.remove("id");
    said.remove("username");
    for (var field : List.of("points_before", "points_after", "total_change")) {
      said.put(field, number(change.get(field)));
    }
    return said;
  }

  private static String number(Object json) {
    return new BigDecimal(Objects.toString(json)).stripTrailingZeros().toPlainString();
  }
}
