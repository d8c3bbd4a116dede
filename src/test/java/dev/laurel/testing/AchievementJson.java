package dev.laurel.testing;

import java.util.LinkedHashMap;
import java.util.Map;

/** The body of requests that define an achievement. */
public final class AchievementJson {
  private AchievementJson() {}

  /** A valid definition, which may be changed. */
  public static Map<String, Object> of(String id, Number points, Object criteria) {
    var definition = new LinkedHashMap<String, Object>();
    definition.put("id", id);
    definition.put("name", "Name");
    definition.put("description", "Description");
    definition.put("badge_type", "badge");
    definition.put("rarity", "rare");
    definition.put("points", points);
    definition.put("criteria", criteria);
    return definition;
  }
}
