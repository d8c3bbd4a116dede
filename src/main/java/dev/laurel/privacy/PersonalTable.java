package dev.laurel.privacy;

import java.util.List;

/**
 * The rows of a table that are about a user.
 *
 * @param name of the table
 * @param query selects each row as JSON text, then its place in the order of the query as one text
 *     or more. Its parameters are the user, then, unless {@code start} is empty, a place behind
 *     which to begin and the most rows wanted
 * @param start the place before the first row; empty for a query that gives all of the few rows
 */
public record PersonalTable(String name, String query, List<String> start) {
  public PersonalTable {
    start = List.copyOf(start);
  }

  /** A table with few rows a user, named in the column {@code user_id}. */
  public static PersonalTable small(String name) {
    return small(name, "select row_to_json(t)::text from %s t where user_id = ?".formatted(name));
  }

  /** A table with few rows a user. */
  public static PersonalTable small(String name, String query) {
    return new PersonalTable(name, query, List.of());
  }
}
