package dev.laurel.imports;

import dev.laurel.errors.FieldError;
import dev.laurel.imports.ImportReport.Counts;
import dev.laurel.imports.ImportReport.ItemError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The outcomes of the items of a request, as far as it was read. Belongs to one thread. */
final class Progress {
  /** The most errors that are kept. */
  static final int MOST_ERRORS = 100;

  /** Counts what has no valid type. */
  private static final String UNKNOWN = "unknown";

  private final Map<String, Counts> counts = new TreeMap<>();
  private final List<ItemError> errors = new ArrayList<>();
  private long moreErrors;

  void add(Item item, Effect effect) {
    count(item.type().word(), effect.status());
    effect.errors().forEach(error -> add(ItemError.of(item.line(), item.type().word(), error)));
  }

  /**
   * @param type null if it has no valid one
   */
  void refuse(long line, ItemType type, List<FieldError> found) {
    count(type == null ? UNKNOWN : type.word(), Effect.Status.refused);
    found.forEach(error -> add(ItemError.of(line, type == null ? null : type.word(), error)));
  }

  private void count(String type, Effect.Status status) {
    counts.put(type, counts.getOrDefault(type, Counts.NONE).plus(status));
  }

  private void add(ItemError error) {
    int place = errors.size();
    // What cannot be read is known before what a batch refuses.
    while (place > 0 && errors.get(place - 1).line() > error.line()) {
      place--;
    }
    errors.add(place, error);
    if (errors.size() > MOST_ERRORS) {
      errors.remove(MOST_ERRORS);
      moreErrors++;
    }
  }

  Map<String, Counts> counts() {
    return counts;
  }

  List<ItemError> errors() {
    return errors;
  }

  long moreErrors() {
    return moreErrors;
  }

  /** The sum of all types. */
  Counts total() {
    return counts.values().stream()
        .reduce(
            Counts.NONE,
            (one, other) ->
                new Counts(
                    one.created() + other.created(),
                    one.unchanged() + other.unchanged(),
                    one.refused() + other.refused()));
  }
}
