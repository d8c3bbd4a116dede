package dev.laurel.errors;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Instant;

/** A time that all parts of the service can represent, the database included. Null is valid. */
@Documented
@Constraint(validatedBy = Moment.Validator.class)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Moment {
  String message() default "must be in the years from 2000 to 9998";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Checks the range. */
  final class Validator implements ConstraintValidator<Moment, Instant> {
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    @Override
    public boolean isValid(Instant moment, ConstraintValidatorContext context) {
      return moment == null || !moment.isBefore(FIRST) && moment.isBefore(END);
    }
  }
}
