package dev.laurel.ids;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.laurel.errors.Identifier;
import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The {@link Identifier} of a user, in a body or a path. It arrives in the form in which ids of
 * users are compared. Null is valid.
 */
@Documented
@Identifier
@Constraint(validatedBy = {})
@JacksonAnnotationsInside
@JsonDeserialize(using = UserIdReader.class)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface UserId {
  String message() default "must be the id of a user";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
