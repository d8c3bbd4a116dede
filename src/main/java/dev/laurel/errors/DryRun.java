package dev.laurel.errors;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The parameter {@code dry_run}; null for the change itself. It is a text, since a boolean would
 * take {@code dry_run=yes} for false, and make a change that was only to be tried.
 */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = "true|false")
@ReportAsSingleViolation
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface DryRun {
  /** The name of the parameter. */
  String NAME = "dry_run";

  /** The value that asks for a rehearsal. */
  String ON = "true";

  String message() default "must be true or false";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
