package dev.laurel.errors;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A time that every part of the service can tell, the database too. Null is valid. */
@Documented
@Constraint(validatedBy = MomentValidator.class)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Moment {
  String message() default "must be in the years from 2000 to 9998";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
