package dev.laurel.monitoring;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The metrics and labels that a PromQL expression uses. */
record PromQl(String expression) {
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
  private static final Pattern SELECTOR =
      Pattern.compile("(?<![\\w.$])([a-zA-Z_:][\\w:]*)\\b(?!\\s*\\()(?:\\{([^}]*)})?");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"[^\"]*\"");
  private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");

  /** The labels by which each metric is selected. */
  Map<String, Set<String>> selected() {
    var selected = new HashMap<String, Set<String>>();
    var selectors = GROUPING.matcher(expression).replaceAll(" ");
    SELECTOR
        .matcher(RANGE.matcher(selectors).replaceAll(" "))
        .results()
        .filter(found -> !OPERATORS.contains(found.group(1)))
        .forEach(
            found ->
                selected
                    .computeIfAbsent(found.group(1), any -> new HashSet<>())
                    .addAll(labels(found.group(2))));
    return selected;
  }

  private static Set<String> labels(String matchers) {
    var labels = new HashSet<String>();
    if (matchers != null) {
      MATCHER.matcher(matchers).results().forEach(found -> labels.add(found.group(1)));
    }
    return labels;
  }

  /** The labels by which its metrics are grouped. */
  Set<String> grouping() {
    var labels = new HashSet<String>();
    GROUPING
        .matcher(expression)
        .results()
        .flatMap(found -> Arrays.stream(found.group(1).split(",")))
        .map(String::strip)
        .filter(label -> !label.isEmpty())
        .forEach(labels::add);
    return labels;
  }
}
