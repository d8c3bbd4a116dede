package dev.laurel.rules;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.laurel.errors.FieldError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How many points the attempts of a user at an exercise come to.
 *
 * @param percent what {@code penalty_per_attempt} takes off for each attempt before; else null
 * @param floor the percentage that {@code penalty_per_attempt} leaves at least, 0 by default; else
 *     null
 */
@Schema(name = "AttemptPolicy")
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Policy(
    @NotNull Type type, @Min(1) @Max(100) Integer percent, @Min(0) @Max(100) Integer floor) {
  /** The names are those of the wire and of the database. */
  @Schema(name = "AttemptPolicyType")
  public enum Type {
    /** The attempt with the most points. */
    best,
    /** The attempt handed in last. */
    last,
    /** The attempt handed in first. */
    first,
    /** The mean of all attempts. */
    average,
    /** The points of all attempts together. */
    sum,
    /** The attempt with the most points after a deduction for the attempts before it. */
    penalty_per_attempt
  }

  static final Policy BEST = new Policy(Type.best, null, null);

  public Policy {
    floor = type == Type.penalty_per_attempt && floor == null ? Integer.valueOf(0) : floor;
  }

  /** True if a result that is added needs no other to be counted. */
  @JsonIgnore
  public boolean isBest() {
    return type == Type.best;
  }

  /**
   * @param field the policy's own name
   */
  List<FieldError> contradictions(String field) {
    if (type == Type.penalty_per_attempt) {
      return percent == null
          ? List.of(new FieldError(field + ".percent", "must be given with penalty_per_attempt"))
          : List.of();
    }
    return percent != null || floor != null
        ? List.of(
            new FieldError(
                field + (percent != null ? ".percent" : ".floor"),
                "must not be given with " + type))
        : List.of();
  }
}
