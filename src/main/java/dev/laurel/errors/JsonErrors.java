package dev.laurel.errors;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** Describes Jackson's failures to clients, without class names or excerpts of the input. */
@ApplicationScoped
class JsonErrors {
  static final Set<Class<?>> WHOLE_NUMBERS =
      Set.of(int.class, Integer.class, long.class, Long.class);
  private static final Set<Class<?>> NUMBERS = Set.of(double.class, Double.class);
  private static final Set<Class<?>> BOOLEANS = Set.of(boolean.class, Boolean.class);

  private final ObjectMapper mapper;

  JsonErrors(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  FieldError describe(JsonProcessingException failure) {
    if (failure instanceof InvalidTypeIdException unknown) {
      return unknownType(unknown);
    }
    var field = failure instanceof JsonMappingException mapping ? field(mapping) : "";
    return new FieldError(field, message(failure));
  }

  private static FieldError unknownType(InvalidTypeIdException failure) {
    var type = failure.getBaseType().getRawClass();
    var at = field(failure);
    return new FieldError(
        (at.isEmpty() ? "" : at + ".") + type.getAnnotation(JsonTypeInfo.class).property(),
        Arrays.stream(type.getAnnotation(JsonSubTypes.class).value())
            .map(JsonSubTypes.Type::name)
            .collect(Collectors.joining(", ", "must be one of ", "")));
  }

  private String message(JsonProcessingException failure) {
    if (cause(failure, StreamConstraintsException.class) != null) {
      return "is nested too deeply, or has a name or value that is too long";
    }
    if (cause(failure, InputCoercionException.class) != null) {
      return "is out of range";
    }
    var syntax = cause(failure, StreamReadException.class);
    if (syntax != null) {
      return syntax.getOriginalMessage().startsWith("Duplicate field")
          ? "has the same name twice in one object" + position(syntax)
          : "is not valid JSON" + position(syntax);
    }
    if (!(failure instanceof MismatchedInputException mismatch)) {
      return "is not valid";
    }
    if (mismatch.getOriginalMessage().startsWith("Trailing token")) {
      return "has something after the end of the JSON value";
    }
    return expectation(mismatch.getTargetType());
  }

  private String expectation(Class<?> type) {
    if (type == null) {
      return "is not valid";
    } else if (type == String.class) {
      return "must be a string";
    } else if (WHOLE_NUMBERS.contains(type)) {
      return "must be a whole number";
    } else if (type == Hundredths.class) {
      return "must be a number with at most two decimals";
    } else if (NUMBERS.contains(type)) {
      return "must be a number";
    } else if (BOOLEANS.contains(type)) {
      return "must be true or false";
    } else if (type.isEnum()) {
      return "must be one of " + names(type);
    } else if (type == LocalDate.class) {
      return "must be a date such as 2026-11-23";
    } else if (Temporal.class.isAssignableFrom(type)) {
      return "must be a date and time such as 2026-11-23T01:00:00Z";
    } else if (ZoneId.class.isAssignableFrom(type)) {
      return "must be a time zone such as Europe/London";
    } else if (Collection.class.isAssignableFrom(type) || type.isArray()) {
      return "must be an array";
    }
    return "must be an object";
  }

  private String names(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> mapper.valueToTree(constant).asText())
        .collect(Collectors.joining(", "));
  }

  private static String position(JsonProcessingException failure) {
    var at = failure.getLocation();
    return at == null || at.getLineNr() < 0
        ? ""
        : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
  }

  private static String field(JsonMappingException failure) {
    var field = new StringBuilder();
    for (var step : failure.getPath()) {
      if (step.getFieldName() == null) {
        field.append('[').append(step.getIndex()).append(']');
      } else {
        field.append(field.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return field.toString();
  }

  private static <T extends Throwable> T cause(Throwable failure, Class<T> type) {
    for (var t = failure; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    return null;
  }
}
