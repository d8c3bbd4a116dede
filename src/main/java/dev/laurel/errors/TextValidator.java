package dev.laurel.errors;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;

/** Reads a text once, whatever is in it. */
public final class TextValidator implements ConstraintValidator<Text, String> {
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
