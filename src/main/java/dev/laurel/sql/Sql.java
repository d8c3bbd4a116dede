package dev.laurel.sql;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.hibernate.Session;

/**
 * Runs SQL in the current transaction: statements about many rows, which would otherwise cost a
 * round trip each, and advisory locks. The persistence context does not see these changes and is
 * not flushed before them; callers that use both flush first.
 *
 * <p>Look rows up by {@code from unnest(?) as given, lateral (select … where key = given.key offset
 * 0)}: one index look-up for each. A plain join is planned for the table's size at the time the
 * plan was cached, and may read the whole table after it has grown.
 *
 * <p>Parameters are arrays ({@link Columns}) and plain values; pass an {@code Instant} or a {@code
 * LocalDate} as text and cast it. Failures are Hibernate's exceptions. All methods block.
 */
@ApplicationScoped
@Transactional(TxType.MANDATORY)
public class Sql {
  /** Maps the current row of a result. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final EntityManager entities;

  Sql(EntityManager entities) {
    this.entities = entities;
  }

  /** Reads rows, in the order of the query. */
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

  /** Changes rows and returns their number. */
  public int update(String sql, Object... parameters) {
    return run(sql, parameters, PreparedStatement::executeUpdate);
  }

  /**
   * Runs statements that may take longer than others are allowed to: sets the time-outs of the
   * server and of the socket, and resets the socket's. The server's ends with the transaction.
   */
  public <T> T withTimeout(Duration timeout, Supplier<T> statements) {
    update("set local statement_timeout = " + timeout.toMillis());
    // The server gives up first.
    int before = socketTimeout((int) timeout.plusSeconds(5).toMillis());
    try {
      return statements.get();
    } finally {
      socketTimeout(before);
    }
  }

  private int socketTimeout(int millis) {
    return entities
        .unwrap(Session.class)
        .doReturningWork(
            connection -> {
              int before = connection.getNetworkTimeout();
              connection.setNetworkTimeout(Runnable::run, millis);
              return before;
            });
  }

  /** Takes a lock if it is free. */
  public boolean tryLock(AdvisoryLock lock) {
    return query("select pg_try_advisory_xact_lock(?, 0)", row -> row.getBoolean(1), lock.key())
        .get(0);
  }

  /** Waits for a lock. */
  public void lock(AdvisoryLock lock) {
    query("select pg_advisory_xact_lock(?, 0)", row -> true, lock.key());
  }

  /** Waits for a lock that shared holders may hold together. */
  public void lockShared(AdvisoryLock lock) {
    query("select pg_advisory_xact_lock_shared(?, 0)", row -> true, lock.key());
  }

  /** Waits for the lock of one thing of a kind, such as one season. */
  public void lock(AdvisoryLock kind, String id) {
    query("select pg_advisory_xact_lock(?, hashtext(?))", row -> true, kind.key(), id);
  }

  /** Waits for the locks of several things of a kind, in one order. */
  public void lock(AdvisoryLock kind, Collection<String> ids) {
    query(
        """
        select pg_advisory_xact_lock(?, hash)
        from (select distinct hashtext(id) as hash from unnest(?::text[]) as given (id) order by 1) hashes""",
        row -> true,
        kind.key(),
        ids.toArray(String[]::new));
  }

  /** Waits for the locks of several things of a kind, which shared holders may hold together. */
  public void lockShared(AdvisoryLock kind, Collection<String> ids) {
    query(
        "select pg_advisory_xact_lock_shared(?, hashtext(id)) from unnest(?::text[]) as given (id)",
        row -> true,
        kind.key(),
        ids.toArray(String[]::new));
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
