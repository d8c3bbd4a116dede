package dev.laurel.sql;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;

/**
 * BulkSql on many rows at once, for what a batch would otherwise pay for row by row. They run in
 * the current transaction and past the persistence context, which neither sees what they change nor
 * is written out before them.
 *
 * <p>Rows are looked up by {@code from unnest(?) as given, lateral (select … where key = given.key
 * offset 0)}: one look-up in the index for each. A join would be planned for the table as it was
 * when the plan was kept, and read the whole table when it has grown since.
 *
 * <p>Parameters are arrays ({@link Columns}) and plain values; an {@code Instant} or a {@code
 * LocalDate} is given as text and cast. Failures are those of Hibernate. All methods block.
 */
@ApplicationScoped
public class BulkSql {
  /** Makes a value of the row at which the result stands. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final EntityManager entities;

  BulkSql(EntityManager entities) {
    this.entities = entities;
  }

  /** Reads rows, in the order of the statement. */
  @Transactional(TxType.MANDATORY)
  public <T> List<T> query(String sql, Row<T> row, Object... parameters) {
    return run(
        sql,
        parameters,
        statement -> {
          var read = new ArrayList<T>();
          try (var rows = statement.executeQuery()) {
            while (rows.next()) {
              read.add(row.read(rows));
            }
          }
          return read;
        });
  }

  /** Changes rows, and returns how many. */
  @Transactional(TxType.MANDATORY)
  public int update(String sql, Object... parameters) {
    return run(sql, parameters, PreparedStatement::executeUpdate);
  }

  @FunctionalInterface
  private interface Execution<T> {
    T execute(PreparedStatement statement) throws SQLException;
  }

  private <T> T run(String sql, Object[] parameters, Execution<T> execution) {
    return entities
        .unwrap(Session.class)
        .doReturningWork(
            connection -> {
              try (var statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.length; i++) {
                  statement.setObject(i + 1, parameters[i]);
                }
                return execution.execute(statement);
              }
            });
  }
}
