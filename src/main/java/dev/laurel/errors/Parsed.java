package dev.laurel.errors;

import java.util.List;

/** What reading a document has come to. */
public sealed interface Parsed<T> {

  /** It has the right shape and passes every constraint. */
  record Valid<T>(T value) implements Parsed<T> {}

  /** It is not valid: {@code errors} has at least one entry. */
  record Invalid<T>(List<FieldError> errors) implements Parsed<T> {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }
}
