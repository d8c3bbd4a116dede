package dev.laurel.imports;

import dev.laurel.security.Caller;
import dev.laurel.security.ClassScope;

/**
 * A request to import.
 *
 * @param id of the import
 * @param announce whether users are notified as of results that are new
 * @param rehearsed what a dry run has made so far; null for a real import
 * @param scope the classes of the caller
 */
record Importing(
    String id, boolean announce, Rehearsed rehearsed, Caller caller, ClassScope scope) {
  boolean isRehearsal() {
    return rehearsed != null;
  }
}
