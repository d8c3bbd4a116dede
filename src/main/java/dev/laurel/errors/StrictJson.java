package dev.laurel.errors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.Serial;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/**
 * Reads JSON without coercions: a string is not a number, {@code 1.5} is not a whole number, a
 * number too big for its type is refused, and so is a name that occurs twice. Times are RFC 3339,
 * written in UTC.
 */
@Singleton
final class StrictJson implements ObjectMapperCustomizer {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NUMBER_LENGTH = 64;

  /** Runs after the framework's customizers, whose module for times would win otherwise. */
  @Override
  public int priority() {
    return MINIMUM_PRIORITY;
  }

  @Override
  @SuppressWarnings(
      "deprecation") // the feature has no other switch on a mapper that is built already
  public void customize(ObjectMapper mapper) {
    mapper.configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, false);
    mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    // A tree keeps the digits of a number, which a double may not.
    mapper.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    mapper.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    mapper.enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
    mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    mapper.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    mapper
        .coercionConfigDefaults()
        .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.EmptyArray, CoercionAction.Fail);
    mapper
        .coercionConfigFor(LogicalType.Textual)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMBER_LENGTH)
                .build());
    mapper.registerModule(
        new SimpleModule("strict-json")
            .addDeserializer(double.class, new FiniteNumber(double.class))
            .addDeserializer(Double.class, new FiniteNumber(Double.class))
            .addDeserializer(Instant.class, new Rfc3339()));
  }

  private static final class FiniteNumber extends StdScalarDeserializer<Double> {
    @Serial private static final long serialVersionUID = 1L;

    FiniteNumber(Class<Double> type) {
      super(type);
    }

    @Override
    public Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (json.currentToken().isNumeric()) {
        var value = json.getDoubleValue();
        if (Double.isFinite(value)) {
          return value;
        }
      }
      return context.reportInputMismatch(this, "not a finite number");
    }

    @Override
    public Double getNullValue(DeserializationContext context) throws JsonMappingException {
      return handledType() == double.class
          ? context.reportInputMismatch(this, "null for a primitive")
          : null;
    }
  }

  private static final class Rfc3339 extends StdScalarDeserializer<Instant> {
    @Serial private static final long serialVersionUID = 1L;

    Rfc3339() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (json.hasToken(JsonToken.VALUE_STRING)) {
        try {
          return OffsetDateTime.parse(json.getText()).toInstant();
        } catch (DateTimeParseException e) {
          return context.reportInputMismatch(this, "not an RFC 3339 date and time");
        }
      }
      return context.reportInputMismatch(this, "not a string");
    }
  }
}
