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

/**
 * An id that another system has assigned: a {@link Text} of at most 128 characters. Null is valid.
 */
@Documented
@Constraint(validatedBy = Identifier.Validator.class)
@Target({
  ElementType.FIELD,
  ElementType.METHOD,
  ElementType.PARAMETER,
  ElementType.TYPE_USE,
  ElementType.ANNOTATION_TYPE
})
@Retention(RetentionPolicy.RUNTIME)
public @interface Identifier {
  String message() default
      "must have 1 to 128 characters, one of them visible, and none that controls text or changes its direction";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Checks length and text in one pass: every submission contains five identifiers. */
  final class Validator implements ConstraintValidator<Identifier, String> {
    private static final int MAX_LENGTH = 128;

    @Override
    public boolean isValid(String text, ConstraintValidatorContext context) {
      return text == null || text.length() <= MAX_LENGTH && Text.Validator.isText(text);
    }
  }
}
