package dev.laurel.privacy;

import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads and deletes the rows of any {@link PersonalTable}. The database writes the rows as JSON and
 * deletes all of a user's rows in one statement for each table: no entity of another room is read,
 * and a new column is exported without a change here. Blocks.
 */
@ApplicationScoped
class PersonalDataBulk {
  /**
   * A row of a table.
   *
   * @param key the values of the table's key columns
   */
  record PersonalRow(String json, List<Object> key) {}

  private final Sql sql;

  PersonalDataBulk(Sql sql) {
    this.sql = sql;
  }

  /**
   * Reads some of a user's rows, in a transaction of its own.
   *
   * @param after the key of the row before the page; empty for the first page
   */
  @Transactional(TxType.REQUIRES_NEW)
  List<PersonalRow> page(PersonalTable table, String user, List<Object> after, int limit) {
    return sql.query(
        after.isEmpty() ? table.firstPage() : table.nextPage(),
        row -> {
          var key = new ArrayList<>();
          for (int column = 0; column < table.key().size(); column++) {
            key.add(row.getObject(column + 2));
          }
          return new PersonalRow(row.getString(1), key);
        },
        Stream.of(Stream.of(user), after.stream(), Stream.of(limit))
            .flatMap(parameters -> parameters)
            .toArray());
  }

  /** Deletes a user's rows from all tables but those that their rooms erase. */
  @Transactional(TxType.MANDATORY)
  void erase(String user) {
    for (var table : PersonalTable.ALL) {
      if (table.deletion() != null) {
        sql.update(table.deletion(), user);
      }
    }
  }
}
