package dev.laurel.submission;

import dev.laurel.errors.Hundredths;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.Text;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The exercise that a submission solves; a {@code problem} on the wire.
 *
 * @param id unique within the source of the submission
 * @param points for the full score, in hundredths; null if the result says what it earns
 */
@Embeddable
@Schema(name = "ProblemSolved")
@RegisterForReflection
public record Exercise(
    @NotNull @Identifier String id,
    @NotNull @Text @Size(max = 300) String title,
    @Hundredths(min = 0, max = 1_000_000) Integer points) {}
