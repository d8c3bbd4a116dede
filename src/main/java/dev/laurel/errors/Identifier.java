package dev.laurel.errors;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name that another system gave to something: a {@link Text} of at most 128 characters. Null is
 * valid.
 */
@Documented
@Constraint(validatedBy = IdentifierValidator.class)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Identifier {
  String message() default
      "must have 1 to 128 characters, not only blanks, and no control characters";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
