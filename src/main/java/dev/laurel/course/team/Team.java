package dev.laurel.course.team;

import dev.laurel.errors.Identifier;
import dev.laurel.errors.Text;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A team of a class, with the name that its members and others see. */
@RegisterForReflection
public record Team(@NotNull @Identifier String id, @NotNull @Text @Size(max = 150) String name) {}
