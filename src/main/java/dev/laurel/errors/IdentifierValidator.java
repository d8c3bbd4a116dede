package dev.laurel.errors;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;

/** Checks an {@link Identifier} in one go; graders send five of them with every submission. */
public final class IdentifierValidator implements ConstraintValidator<Identifier, String> {
  private static final int MAX_LENGTH = 128;

  @Override
  public boolean isValid(String text, ConstraintValidatorContext context) {
    return text == null || text.length() <= MAX_LENGTH && TextValidator.isText(text);
  }
}
