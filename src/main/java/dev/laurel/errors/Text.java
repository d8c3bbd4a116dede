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
 * A line of text for people: at least one visible character, and none of the control characters and
 * lone surrogates that databases refuse. Null is valid.
 */
@Documented
@Constraint(validatedBy = Text.Validator.class)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Text {
  String message() default "must not be blank, nor contain control characters";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Checks the text in one pass. */
  final class Validator implements ConstraintValidator<Text, String> {
    @Override
    public boolean isValid(String text, ConstraintValidatorContext context) {
      return text == null || isText(text);
    }

    static boolean isText(String text) {
      boolean visible = false;
      int codePoint;
      for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
        codePoint = text.codePointAt(i);
        if (isForbidden(codePoint)) {
          return false;
        }
        visible |= isVisible(codePoint);
      }
      return visible;
    }

    private static boolean isForbidden(int codePoint) {
      return switch (Character.getType(codePoint)) {
        case Character.CONTROL, Character.SURROGATE -> true;
        default -> false;
      };
    }

    private static boolean isVisible(int codePoint) {
      return switch (Character.getType(codePoint)) {
        case Character.SPACE_SEPARATOR,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR,
            Character.FORMAT ->
            false;
        default -> true;
      };
    }
  }
}
