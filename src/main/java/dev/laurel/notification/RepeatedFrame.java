package dev.laurel.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.ProblemException;
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
  private RepeatedFrame(ObjectNode repeated, ObjectNode earlier) {
    this.repeated = repeated;
    this.earlier = earlier.deepCopy().without(List.of("seq", "sent_at"));
    if (!repeated.path(ACHIEVEMENT).hasNonNull(EARNED_AT)) {
      // It was earned when the first one came.
      remove(repeated.path(ACHIEVEMENT));
      remove(this.earlier.path(ACHIEVEMENT));
    }
  }

  /** Parses the two. */
  static RepeatedFrame parse(ObjectMapper mapper, String repeated, String earlier)
      throws JsonProcessingException {
    return new RepeatedFrame(
        mapper.readValue(repeated, ObjectNode.class), mapper.readValue(earlier, ObjectNode.class));
  }

  private static void remove(JsonNode achievement) {
    if (achievement instanceof ObjectNode object) {
      object.remove(EARNED_AT);
    }
  }

  /**
   * @throws ProblemException 409 with the fields in which the two differ
   */
  void requireSame() {
    var differences = differences();
    if (!differences.isEmpty()) {
      throw ProblemException.conflict(
          "Another event was appended under this idempotency_key.", differences);
    }
  }

  private List<FieldError> differences() {
    var fields = new TreeSet<String>();
    repeated.fieldNames().forEachRemaining(fields::add);
    earlier.fieldNames().forEachRemaining(fields::add);
    return fields.stream()
        .filter(field -> !repeated.path(field).equals(earlier.path(field)))
        .map(field -> new FieldError(field, "is not that of the event with this idempotency_key"))
        .toList();
  }
}
