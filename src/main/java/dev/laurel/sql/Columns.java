package dev.laurel.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Turns rows into one array for each column, which {@code unnest} turns back into rows. */
public final class Columns<T> {
  private final Collection<T> rows;
  private final List<Object> arrays = new ArrayList<>();

  private Columns(Collection<T> rows) {
    this.rows = rows;
  }

  public static <T> Columns<T> of(Collection<T> rows) {
    return new Columns<>(rows);
  }

  /** Text, or values that SQL casts from text: times, dates, enumerations; nulls included. */
  public Columns<T> texts(Function<T, ?> value) {
    arrays.add(
        rows.stream().map(value).map(read -> Objects.toString(read, null)).toArray(String[]::new));
    return this;
  }

  public Columns<T> ints(ToIntFunction<T> value) {
    arrays.add(rows.stream().mapToInt(value).toArray());
    return this;
  }

  public Columns<T> longs(ToLongFunction<T> value) {
    arrays.add(rows.stream().mapToLong(value).toArray());
    return this;
  }

  public Columns<T> doubles(ToDoubleFunction<T> value) {
    arrays.add(rows.stream().mapToDouble(value).toArray());
    return this;
  }

  public Columns<T> booleans(Predicate<T> value) {
    arrays.add(rows.stream().map(value::test).toArray(Boolean[]::new));
    return this;
  }

  /**
   * The arrays as parameters of a statement.
   *
   * @param more the parameters after them
   */
  public Object[] parameters(Object... more) {
    return Stream.concat(arrays.stream(), Stream.of(more)).toArray();
  }
}
