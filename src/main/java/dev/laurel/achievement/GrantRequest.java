package dev.laurel.achievement;

import dev.laurel.errors.Text;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * A request to grant an achievement by hand.
 *
 * @param reason which the user sees
 */
@RegisterForReflection
record GrantRequest(@NotNull @Text @Size(max = 500) String reason) {}
