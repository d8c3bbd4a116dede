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
 * A line of text for people: at least one visible character, and none that controls, or changes the
 * direction of text, which could make one name look like another; no lone surrogate, which
 * databases refuse. Null is valid.
 */
@Documented
@Constraint(validatedBy = Text.Validator.class)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Text {
  String message() default
      "must have a visible character, and none that controls text or changes its direction";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Checks the text in one pass. */
  final class Validator implements ConstraintValidator<Text, String> {
    /** A symbol without any dot; no property tells it from the others. */
    private static final int BRAILLE_BLANK = 0x2800;

    @Override
    public boolean isValid(String text, ConstraintValidatorContext context) {
      return text == null || isText(text);
    }

    /** True for a text that the constraint accepts. */
    public static boolean isText(String text) {
      boolean visible = false;
      int codePoint;
      for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
        codePoint = text.codePointAt(i);
        if (codePoint > ' ' && codePoint <= '~') {
          visible = true;
        } else if (isForbidden(codePoint)) {
          return false;
        } else {
          visible |= isVisible(codePoint);
        }
      }
      return visible;
    }

    private static boolean isForbidden(int codePoint) {
      return switch (Character.getType(codePoint)) {
        case Character.CONTROL, Character.SURROGATE -> true;
        case Character.FORMAT -> hasDirection(codePoint);
        default -> false;
      };
    }

    /** Joiners and the tags of flags have none: names and emoji need them. */
    private static boolean hasDirection(int formatCharacter) {
      return switch (Character.getDirectionality(formatCharacter)) {
        case Character.DIRECTIONALITY_BOUNDARY_NEUTRAL, Character.DIRECTIONALITY_ARABIC_NUMBER ->
            false;
        default -> true;
      };
    }

    private static boolean isVisible(int codePoint) {
      return switch (Character.getType(codePoint)) {
        case Character.SPACE_SEPARATOR,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR,
            Character.NON_SPACING_MARK,
            Character.ENCLOSING_MARK,
            Character.FORMAT ->
            false;
        case Character.OTHER_LETTER, Character.UNASSIGNED -> !isIgnorable(codePoint);
        default -> codePoint != BRAILLE_BLANK;
      };
    }

    /**
     * The letters and the unassigned characters with the property Default_Ignorable_Code_Point,
     * which Java does not know. The others are marks and format characters.
     */
    private static boolean isIgnorable(int codePoint) {
      return switch (codePoint) {
        case 0x115F, 0x1160, 0x2065, 0x3164, 0xFFA0 -> true;
        default -> codePoint >= 0xFFF0 && codePoint <= 0xFFF8 || codePoint >> 12 == 0xE0;
      };
    }
  }
}
