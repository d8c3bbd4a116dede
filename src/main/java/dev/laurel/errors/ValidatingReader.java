package dev.laurel.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Turns JSON of a request into a validated value. Thread-safe; does not block. */
@ApplicationScoped
public class ValidatingReader {
  private final ObjectMapper mapper;
  private final UnknownFields unknownFields;
  private final Validator validator;
  private final JsonErrors jsonErrors;

  ValidatingReader(
      ObjectMapper mapper,
      UnknownFields unknownFields,
      Validator validator,
      JsonErrors jsonErrors) {
    this.mapper = mapper;
    this.unknownFields = unknownFields;
    this.validator = validator;
    this.jsonErrors = jsonErrors;
  }

  /**
   * Reads a JSON document.
   *
   * @throws ProblemException 400, if it is none, or has a name twice in one object
   */
  public JsonNode tree(byte[] document) {
    try {
      return mapper.readTree(document);
    } catch (JsonEOFException e) {
      throw ProblemException.badRequest("", "ends before it is complete");
    } catch (JsonProcessingException e) {
      throw ProblemException.badRequest(List.of(jsonErrors.describe(e)));
    } catch (NumberFormatException e) {
      throw ProblemException.badRequest("", "has a number that is out of range");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads {@code node} as a {@code type} and checks its constraints. Unknown fields are removed
   * from the node.
   *
   * @param besides fields of the node that {@code type} doesn't have
   * @throws ProblemException 400 with the unknown fields, unless the client has asked to ignore
   *     them; or with the first wrong JSON type; or with all broken constraints
   * @throws IllegalStateException if Jackson cannot read {@code type} at all
   */
  public <T> T read(JsonNode node, Class<T> type, String... besides) {
    T value;
    try {
      value = unknownFields.read(node, mapper.constructType(type), List.of(besides));
    } catch (InvalidDefinitionException e) {
      throw new IllegalStateException(e);
    } catch (JsonProcessingException e) {
      throw ProblemException.badRequest(List.of(jsonErrors.describe(e)));
    }
    if (value == null) {
      throw ProblemException.badRequest("", "must be an object");
    }
    var violations = validator.validate(value);
    if (!violations.isEmpty()) {
      throw ProblemException.badRequest(Violations.describe(violations, null));
    }
    return value;
  }
}
