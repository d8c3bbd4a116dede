package dev.laurel.errors;

import java.util.List;

/** The result of reading a document. */
public sealed interface Parsed<T> {

  /** The document has the right shape and satisfies all constraints. */
  record Valid<T>(T value) implements Parsed<T> {}

  /** The document is not valid: {@code errors} has at least one entry. */
  record Invalid<T>(List<FieldError> errors) implements Parsed<T> {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }
}
