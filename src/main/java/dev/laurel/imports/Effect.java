package dev.laurel.imports;

import dev.laurel.errors.FieldError;
import java.util.List;

/**
 * The outcome of an item.
 *
 * @param errors why it was refused; empty otherwise
 * @param made for users and classes, whether they are new
 */
record Effect(Status status, List<FieldError> errors, boolean made) {
  enum Status {
    created,
    unchanged,
    refused
  }

  static final Effect UNCHANGED = new Effect(Status.unchanged, List.of(), false);
  static final Effect CREATED = new Effect(Status.created, List.of(), true);

  static Effect refused(List<FieldError> errors) {
    return new Effect(Status.refused, List.copyOf(errors), false);
  }

  static Effect refused(String field, String message) {
    return refused(List.of(new FieldError(field, message)));
  }
}
