package dev.laurel.sql;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a table that one transaction works on: read ahead in one query, changed in memory,
 * and written in one statement at the end. Without it a batch of submissions would pay a round trip
 * for each row. Subclasses are {@code @TransactionScoped}, and belong to one transaction and its
 * thread.
 *
 * @param <K> the row's key, with {@code equals} and {@code hashCode}
 * @param <V> the row, mutable or not
 */
public abstract class WriteBehind<K, V> {
  private final Map<K, V> rows = new HashMap<>();
  private final Map<K, V> changed = new LinkedHashMap<>();

  protected abstract K keyOf(V row);

  /**
   * Inserts or updates rows, in one statement.
   *
   * @param changed never empty, each key once
   */
  protected abstract void write(List<V> changed);

  /** Adds rows as they are in the database. */
  public void remember(Collection<V> found) {
    found.forEach(row -> rows.put(keyOf(row), row));
  }

  /** The row as the transaction sees it; empty unless it was remembered or changed. */
  public Optional<V> find(K key) {
    return Optional.ofNullable(rows.get(key));
  }

  /** Adds or replaces a row, to be written by the next {@link #flush}. */
  public void change(V row) {
    var key = keyOf(row);
    rows.put(key, row);
    changed.put(key, row);
  }

  /** Writes the rows changed since the last flush. */
  public void flush() {
    if (!changed.isEmpty()) {
      var written = List.copyOf(changed.values());
      changed.clear();
      write(written);
    }
  }
}
