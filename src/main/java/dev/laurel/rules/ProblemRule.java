package dev.laurel.rules;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.laurel.errors.Hundredths;
import dev.laurel.errors.Identifier;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

/**
 * How a class counts one exercise.
 *
 * @param source the grader to which the exercise belongs
 * @param id of the exercise
 * @param policy null for that of the class
 * @param points what it is worth, in hundredths; null for what each result says
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemRule(
    @NotNull @Identifier String source,
    @NotNull @Identifier String id,
    @Valid Policy policy,
    @Hundredths(min = 0, max = 1_000_000) Integer points) {
  /** Names an exercise. */
  public record Key(String source, String id) {}

  Key key() {
    return new Key(source, id);
  }
}
