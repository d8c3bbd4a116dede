package dev.laurel.key;

import dev.laurel.errors.Moment;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;

/**
 * How a key gets a new secret.
 *
 * @param overlap how long the old secret stays valid beside the new one: a day by default, at most
 *     30 days; 0s for not at all
 * @param expiresAt when the key is to expire; as before by default
 */
@RegisterForReflection
record RotationRequest(
    @Pattern(regexp = "\\d{1,4}[smhd]", message = "must look like 0s, 15m, 24h or 7d")
        String overlap,
    @Moment Instant expiresAt) {}
