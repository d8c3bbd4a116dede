package dev.laurel.realtime.frame;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.leaderboard.Board;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A frame of a client. Fields are validated when they are read, and a {@link FrameException} names
 * the invalid one; unread fields are ignored.
 */
public final class ClientFrame {
  /** The kind of frames that are not understood. */
  public static final String UNREADABLE = "";

  private static final int MAX_TYPE = 64;
  private static final int MAX_ID = 128;

  private final JsonNode json;
  private final String type;

  private ClientFrame(JsonNode json) {
    this.json = json;
    this.type = string("type", MAX_TYPE);
  }

  /**
   * Parses a frame.
   *
   * @throws FrameException if it is no JSON object, or has no type
   */
  public static ClientFrame parse(String text, ObjectMapper mapper) {
    JsonNode json;
    try {
      json = mapper.readTree(text);
    } catch (JsonProcessingException | NumberFormatException e) {
      // The latter for an exponent with more digits than a decimal number may have.
      throw invalidJson();
    }
    if (!json.isObject()) {
      throw invalidJson();
    }
    return new ClientFrame(json);
  }

  private static FrameException invalidJson() {
    return new FrameException(
        ServerFrame.Code.invalid_json, "A frame must be a JSON object with a type.");
  }

  public String type() {
    return type;
  }

  /** The kind of a frame: a newer one of the same kind makes it superfluous. */
  public static String kind(String text, ObjectMapper mapper) {
    try {
      return parse(text, mapper).kind();
    } catch (FrameException e) {
      return UNREADABLE;
    }
  }

  private String kind() {
    var known = FrameType.ofClient(type);
    return Stream.of("leaderboard_type", "class_id", "season", "section")
        .map(field -> json.path(field).asText())
        .map(text -> text.substring(0, Math.min(MAX_ID, text.length())))
        .collect(Collectors.joining("\n", known + "\n", ""));
  }

  /**
   * The board that {@code leaderboard_type}, {@code class_id} and {@code section} name; global if
   * absent.
   */
  public Board board() {
    var kind = isAbsent("leaderboard_type") ? "global" : string("leaderboard_type", MAX_TYPE);
    return switch (kind) {
      case "global" -> Board.GLOBAL;
      case "class" -> ofClass(string("class_id", MAX_ID));
      default -> throw FrameException.field("leaderboard_type", "must be global or class");
    };
  }

  private Board ofClass(String classId) {
    if (isAbsent("section")) {
      return Board.ofClass(classId);
    }
    var section = string("section", MAX_ID);
    if (section.contains("/")) {
      throw FrameException.field("section", "must not contain a slash");
    }
    return Board.ofSection(classId, section);
  }

  /** The id of the season whose board is requested; empty for a total board. */
  public Optional<String> season() {
    return isAbsent("season") ? Optional.empty() : Optional.of(string("season", MAX_ID));
  }

  /** A string of 1 to {@code max} characters, not only blanks. */
  public String string(String field, int max) {
    var value = json.path(field);
    var text = value.isTextual() ? value.textValue() : "";
    if (text.isBlank()
        || text.length() > max
        || text.codePoints().anyMatch(ClientFrame::isForbidden)) {
      throw FrameException.field(field, "must be a string of 1 to " + max + " plain characters");
    }
    return text;
  }

  /** A whole number in the range; {@code absent} if there is none. */
  public int integer(String field, int min, int max, int absent) {
    return isAbsent(field) ? absent : (int) integer(field, min, max);
  }

  /** A whole number in the range. */
  public long integer(String field, long min, long max) {
    var value = json.path(field);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < min
        || value.longValue() > max) {
      throw FrameException.field(field, "must be a whole number from " + min + " to " + max);
    }
    return value.longValue();
  }

  private boolean isAbsent(String field) {
    return !json.hasNonNull(field);
  }

  /** PostgreSQL refuses some control characters and all lone surrogates. */
  private static boolean isForbidden(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }
}
