package dev.laurel.errors;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The error of one field of a request.
 *
 * @param field its path as the client wrote it, {@code members[3].id}; the name of a query or path
 *     parameter; empty for the document as a whole
 * @param message the expectation, without the field's name: {@code must be a number}
 */
@RegisterForReflection
public record FieldError(
    @Schema(examples = "problem.points") String field,
    @Schema(examples = "must be a number") String message) {}
