package dev.laurel.errors;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A line of text for people: something to be seen, and without the control characters and lone
 * surrogates that databases refuse. Null is valid.
 */
@Documented
@Constraint(validatedBy = TextValidator.class)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Text {
  String message() default "must not be blank, nor contain control characters";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
