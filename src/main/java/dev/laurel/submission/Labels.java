package dev.laurel.submission;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tags and numbers of a result besides its grade, which achievements may count.
 *
 * @param tags sorted, each once
 * @param metrics numbers that the grader has counted, by name
 */
public record Labels(List<String> tags, SortedMap<String, Long> metrics) {
  public static final Labels NONE = new Labels(List.of(), new TreeMap<>());

  private static final String SEPARATOR = "\n";
  private static final String TAG = "#";
  private static final String IS = "=";

  public Labels {
    tags = tags.stream().distinct().sorted().toList();
  }

  /**
   * The labels as a line of text each, {@code #tag} or {@code metric=number}, as the database has
   * them; null without any. No tag has a line break, no name of a metric begins with a hash.
   */
  public String text() {
    return tags.isEmpty() && metrics.isEmpty()
        ? null
        : Stream.concat(
                tags.stream().map(tag -> TAG + tag),
                metrics.entrySet().stream().map(metric -> metric.getKey() + IS + metric.getValue()))
            .collect(Collectors.joining(SEPARATOR));
  }

  /** Reads the text that {@link #text} has made. */
  public static Labels parse(String text) {
    if (text == null) {
      return NONE;
    }
    var lines = List.of(text.split(SEPARATOR));
    var metrics = new TreeMap<String, Long>();
    for (var line : lines) {
      if (!line.startsWith(TAG)) {
        int end = line.indexOf(IS);
        metrics.put(line.substring(0, end), Long.valueOf(line.substring(end + 1)));
      }
    }
    return new Labels(
        lines.stream().filter(line -> line.startsWith(TAG)).map(line -> line.substring(1)).toList(),
        metrics);
  }

  /** These labels, with other tags or metrics where a regrade has them. */
  public Labels with(List<String> otherTags, Map<String, Long> otherMetrics) {
    return new Labels(
        otherTags == null ? tags : otherTags,
        otherMetrics == null ? metrics : new TreeMap<>(otherMetrics));
  }

  /** Keeps labels in one column of text. */
  @Converter(autoApply = true)
  static class Column implements AttributeConverter<Labels, String> {
    @Override
    public String convertToDatabaseColumn(Labels labels) {
      return labels == null ? null : labels.text();
    }

    @Override
    public Labels convertToEntityAttribute(String text) {
      return parse(text);
    }
  }
}
