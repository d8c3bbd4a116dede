package dev.laurel.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.laurel.errors.FieldError;
import java.util.List;
import java.util.TreeSet;

/** A frame whose idempotency key an entry of the log has already. Both as JSON. */
final class RepeatedFrame {
  private static final String ACHIEVEMENT = "achievement";
  private static final String EARNED_AT = "earned_at";

  private final ObjectNode repeated;
  private final ObjectNode earlier;

  /**
   * @param repeated without {@code seq} and {@code sent_at}
   * @param earlier the entry's frame
   */
  RepeatedFrame(ObjectNode repeated, ObjectNode earlier) {
    this.repeated = repeated;
    this.earlier = earlier.deepCopy().without(List.of("seq", "sent_at"));
    if (!repeated.path(ACHIEVEMENT).hasNonNull(EARNED_AT)) {
      // It was earned when the first one came.
      remove(repeated.path(ACHIEVEMENT));
      remove(this.earlier.path(ACHIEVEMENT));
    }
  }

  private static void remove(JsonNode achievement) {
    if (achievement instanceof ObjectNode object) {
      object.remove(EARNED_AT);
    }
  }

  /** The fields in which the two differ. */
  List<FieldError> differences() {
    var fields = new TreeSet<String>();
    repeated.fieldNames().forEachRemaining(fields::add);
    earlier.fieldNames().forEachRemaining(fields::add);
    return fields.stream()
        .filter(field -> !repeated.path(field).equals(earlier.path(field)))
        .map(field -> new FieldError(field, "is not that of the event with this idempotency_key"))
        .toList();
  }
}
