package dev.laurel.errors;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import java.time.Instant;

/** Checks a {@link Moment}. */
public final class MomentValidator implements ConstraintValidator<Moment, Instant> {
  private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

  @Override
  public boolean isValid(Instant moment, ConstraintValidatorContext context) {
    return moment == null || !moment.isBefore(FIRST) && moment.isBefore(END);
  }
}
