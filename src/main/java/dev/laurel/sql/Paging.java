package dev.laurel.sql;

import java.util.List;
import java.util.function.Function;

/** Tables read a page at a time, each page after the last row of the one before. */
public final class Paging {
  /** The {@code before} of the first page of what is read newest first, by growing ids. */
  public static final String NEWEST = "9223372036854775807";

  private Paging() {}

  /**
   * Where the next page begins: the id of the last row, or null at the end.
   *
   * @param page the rows found
   * @param limit the most rows of a page
   */
  public static <T, I> I next(List<T> page, int limit, Function<T, I> id) {
    return page.size() < limit ? null : id.apply(page.get(page.size() - 1));
  }
}
