package dev.laurel.errors;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.io.IOException;
import java.io.Serial;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;

/**
 * A whole number of hundredths in Java, an {@code int} or a {@code long}, boxed or not, that is a
 * number with at most two decimals in JSON: 8550 is written as {@code 85.5}, and 8500 as {@code
 * 85}. So points are exact everywhere. More decimals are refused. Null is valid.
 */
@Documented
@JacksonAnnotationsInside
@JsonSerialize(using = Hundredths.Serializer.class)
@JsonDeserialize(using = Hundredths.Deserializer.class)
@Constraint(validatedBy = Hundredths.Validator.class)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface Hundredths {
  /** A whole, in hundredths. */
  int ONE = 100;

  /** The least number in JSON. */
  long min() default -MAX;

  /** The greatest number in JSON. */
  long max() default MAX;

  String message() default "must be from {min} to {max}";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Those that a double represents exactly, as clients in JavaScript read them. */
  long MAX = 90_000_000_000_000L;

  /** Writes decimals where there are any. */
  final class Serializer extends StdScalarSerializer<Number> {
    @Serial private static final long serialVersionUID = 1L;

    Serializer() {
      super(Number.class);
    }

    @Override
    public void serialize(Number hundredths, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      long value = hundredths.longValue();
      if (value % ONE == 0) {
        json.writeNumber(value / ONE);
      } else if (value % 10 == 0) {
        json.writeNumber(BigDecimal.valueOf(value / 10, 1));
      } else {
        json.writeNumber(BigDecimal.valueOf(value, 2));
      }
    }
  }

  /** Reads the digits, never a binary fraction. */
  final class Deserializer extends StdScalarDeserializer<Number> implements ContextualDeserializer {
    @Serial private static final long serialVersionUID = 1L;

    /** Numbers of more digits are not even expanded: {@code 1e999999999} has a billion. */
    private static final int MAX_DIGITS = 17;

    Deserializer() {
      super(long.class);
    }

    private Deserializer(Class<?> type) {
      super(type);
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, BeanProperty property) {
      return property == null ? this : new Deserializer(property.getType().getRawClass());
    }

    @Override
    public Number deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (!json.currentToken().isNumeric()) {
        return context.reportInputMismatch(Hundredths.class, "not a number");
      }
      var value = json.getDecimalValue().stripTrailingZeros();
      if (value.scale() > 2) {
        return context.reportInputMismatch(Hundredths.class, "more than two decimals");
      }
      if ((long) value.precision() - value.scale() > MAX_DIGITS) {
        throw outOfRange(json);
      }
      var hundredths = value.movePointRight(2).toBigIntegerExact();
      boolean isInt = handledType() == int.class || handledType() == Integer.class;
      if (hundredths.bitLength() >= (isInt ? Integer.SIZE : Long.SIZE)) {
        throw outOfRange(json);
      }
      return isInt ? (Number) hundredths.intValue() : (Number) hundredths.longValue();
    }

    private InputCoercionException outOfRange(JsonParser json) {
      return new InputCoercionException(json, "out of range", json.currentToken(), handledType());
    }
  }

  /** Checks the range. */
  final class Validator implements ConstraintValidator<Hundredths, Number> {
    private long min;
    private long max;

    @Override
    public void initialize(Hundredths range) {
      min = Math.multiplyExact(range.min(), ONE);
      max = Math.multiplyExact(range.max(), ONE);
    }

    @Override
    public boolean isValid(Number hundredths, ConstraintValidatorContext context) {
      return hundredths == null || hundredths.longValue() >= min && hundredths.longValue() <= max;
    }
  }
}
