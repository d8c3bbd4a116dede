package dev.laurel.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** SQL that tests run beside the service. */
public record TestSql(DataSource database) {
  /** A connection that holds the locks of its statements until it is rolled back or closed. */
  public Connection transaction() throws SQLException {
    var connection = database.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  public void execute(String sql, String... parameters) throws SQLException {
    try (var connection = database.getConnection()) {
      execute(connection, sql, parameters);
    }
  }

  public static void execute(Connection connection, String sql, String... parameters)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      set(statement, parameters);
      statement.execute();
    }
  }

  public long count(String sql, String... parameters) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      set(statement, parameters);
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void set(PreparedStatement statement, String... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setString(i + 1, parameters[i]);
    }
  }

  /** How many transactions wait for the one of the connection. */
  public long waitingFor(Connection held) throws SQLException {
    try (var statement = held.createStatement();
        var pid = statement.executeQuery("select pg_backend_pid()::text")) {
      pid.next();
      return count(
          "select count(*) from pg_stat_activity where ?::int = any (pg_blocking_pids(pid))",
          pid.getString(1));
    }
  }

  /** How many transactions wait for the one of the connection, or for others that do. */
  public long queuedBehind(Connection held) throws SQLException {
    try (var statement = held.createStatement();
        var pid = statement.executeQuery("select pg_backend_pid()::text")) {
      pid.next();
      return count(
          """
          with recursive waiting as (
            select pid from pg_stat_activity where ?::int = any (pg_blocking_pids(pid))
            union
            select other.pid from waiting, pg_stat_activity other
            where waiting.pid = any (pg_blocking_pids(other.pid)))
          select count(*) from waiting""",
          pid.getString(1));
    }
  }
}
