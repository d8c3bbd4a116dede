package dev.laurel.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.util.List;

/** Turns JSON into a validated value or a list of field errors. Thread-safe; does not block. */
@ApplicationScoped
public class ValidatingReader {
  private final ObjectMapper mapper;
  private final Validator validator;
  private final JsonErrors jsonErrors;

  ValidatingReader(ObjectMapper mapper, Validator validator, JsonErrors jsonErrors) {
    this.mapper = mapper;
    this.validator = validator;
    this.jsonErrors = jsonErrors;
  }

  /**
   * Reads {@code node} as a {@code type} and checks its constraints. A wrong JSON type is reported
   * alone, the first one met; broken constraints are reported together, in the order of their
   * fields' names.
   *
   * @throws IllegalStateException if Jackson cannot read {@code type} at all
   */
  public <T> Parsed<T> parse(JsonNode node, Class<T> type) {
    T value;
    try {
      value = mapper.treeToValue(node, type);
    } catch (InvalidDefinitionException e) {
      throw new IllegalStateException(e);
    } catch (JsonProcessingException e) {
      return new Parsed.Invalid<>(List.of(jsonErrors.describe(e)));
    }
    if (value == null) {
      return new Parsed.Invalid<>(List.of(new FieldError("", "must be an object")));
    }
    var violations = validator.validate(value);
    return violations.isEmpty()
        ? new Parsed.Valid<>(value)
        : new Parsed.Invalid<>(Violations.describe(violations, null));
  }
}
