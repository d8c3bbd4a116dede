package dev.laurel.imports;

import dev.laurel.security.Caller;
import dev.laurel.security.ClassScope;

/**
 * A request to import.
 *
 * @param id of the import
 * @param announce whether users are notified as of results that are new
 * @param scope the classes of the caller
 */
record Importing(String id, boolean announce, Caller caller, ClassScope scope) {}
