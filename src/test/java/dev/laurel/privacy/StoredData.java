package dev.laurel.privacy;

import static java.util.stream.Collectors.toCollection;

import io.quarkus.redis.datasource.RedisDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;

/** Finds everything that mentions a user, in all tables of the schema and all keys of Redis. */
final class StoredData {
  private final DataSource database;
  private final RedisDataSource redis;

  StoredData(DataSource database, RedisDataSource redis) {
    this.database = database;
    this.redis = redis;
  }

  /** Rows that contain a text, as JSON, by table. */
  SortedMap<String, List<String>> rows(String text) {
    var found = new TreeMap<String, List<String>>();
    for (var table : tables()) {
      var rows =
          query(
              "select row_to_json(t)::text from \""
                  + table
                  + "\" t where t::text like ? order by 1",
              "%" + text + "%");
      if (!rows.isEmpty()) {
        found.put(table, rows);
      }
    }
    return found;
  }

  private SortedSet<String> tables() {
    return query(
            """
            select table_name from information_schema.tables
            where table_schema = current_schema() and table_type = 'BASE TABLE' and table_name like ?""",
            "%")
        .stream()
        .collect(toCollection(TreeSet::new));
  }

  /** Tables with a column that holds user ids. */
  SortedSet<String> tablesWithUsers() {
    var tables =
        query(
                """
                select table_name from information_schema.columns
                where table_schema = current_schema() and column_name like ?""",
                "%user_id")
            .stream()
            .collect(toCollection(TreeSet::new));
    tables.add("learner");
    return tables;
  }

  /** Writes what is kept of a user's work once its result has expired. */
  void expireAResult(String user) {
    query(
        """
        insert into expired_work (user_id, starts_at)
        values (?, '2026-03-02T10:00:00Z') returning user_id""",
        user);
    query(
        """
        insert into expired_attempt (user_id, source, problem_id, attempts)
        values (?, 'gradebot', 'p', 1) returning user_id""",
        user);
  }

  /** Writes what is kept of a user of a class whose numbers come from elsewhere. */
  void moveIn(String user) {
    query(
        "insert into authority_change (class_id, user_id) values ('moved', ?) returning user_id",
        user);
    query(
        "insert into reported_standing (class_id, user_id, points) values ('moved', ?, 1) returning user_id",
        user);
    query(
        "insert into shadow_standing (class_id, user_id) values ('moved', ?) returning user_id",
        user);
  }

  private List<String> query(String sql, String parameter) {
    try (Connection connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      var rows = new ArrayList<String>();
      for (ResultSet result = statement.executeQuery(); result.next(); ) {
        rows.add(result.getString(1));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Redis keys that contain a text in their name or value. */
  List<String> keys(String text) {
    return redis.key().keys("*").stream()
        .filter(key -> key.contains(text) || content(key).contains(text))
        .toList();
  }

  private String content(String key) {
    var type = redis.execute("TYPE", key).toString();
    return switch (type) {
      case "none" -> "";
      case "string" -> String.valueOf(redis.execute("GET", key));
      case "hash" -> redis.execute("HGETALL", key).toString();
      case "zset" -> redis.execute("ZRANGE", key, "0", "-1").toString();
      case "set" -> redis.execute("SMEMBERS", key).toString();
      case "list" -> redis.execute("LRANGE", key, "0", "-1").toString();
      default -> throw new IllegalStateException(key + " is a " + type);
    };
  }
}
