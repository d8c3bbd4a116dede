package dev.laurel.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The parts of a schema that statements of running nodes rely on.
 *
 * @param columns columns by table and name
 * @param constraints definitions by table; "on conflict" clauses need those of primary keys
 * @param indexes names by table
 * @param triggers names by table
 */
record SchemaShape(
    SortedMap<String, SortedMap<String, Column>> columns,
    SortedMap<String, SortedSet<String>> constraints,
    SortedMap<String, SortedSet<String>> indexes,
    SortedMap<String, SortedSet<String>> triggers) {

  /**
   * @param optional true if an insert may leave the column out
   */
  record Column(String type, boolean nullable, boolean optional) {}

  static SchemaShape read(Connection connection, String schema) throws SQLException {
    var columns = new TreeMap<String, SortedMap<String, Column>>();
    try (var statement =
        connection.prepareStatement(
            """
            select table_name, column_name, udt_name, is_nullable = 'YES',
                   is_nullable = 'YES' or column_default is not null or is_generated <> 'NEVER' or is_identity = 'YES'
            from information_schema.columns where table_schema = ?""")) {
      statement.setString(1, schema);
      for (var row = statement.executeQuery(); row.next(); ) {
        columns
            .computeIfAbsent(row.getString(1), any -> new TreeMap<>())
            .put(
                row.getString(2),
                new Column(row.getString(3), row.getBoolean(4), row.getBoolean(5)));
      }
    }
    return new SchemaShape(
        columns,
        byTable(
            connection,
            """
            select c.relname, pg_get_constraintdef(n.oid) from pg_constraint n join pg_class c on c.oid = n.conrelid
            where c.relnamespace = ?::regnamespace and n.contype <> 'n'""",
            schema),
        byTable(
            connection, "select tablename, indexname from pg_indexes where schemaname = ?", schema),
        byTable(
            connection,
            """
            select c.relname, t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
            where c.relnamespace = ?::regnamespace and not t.tgisinternal""",
            schema));
  }

  private static SortedMap<String, SortedSet<String>> byTable(
      Connection connection, String sql, String schema) throws SQLException {
    var found = new TreeMap<String, SortedSet<String>>();
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema);
      for (var row = statement.executeQuery(); row.next(); ) {
        found.computeIfAbsent(row.getString(1), any -> new TreeSet<>()).add(row.getString(2));
      }
    }
    return found;
  }

  /**
   * Lists the changes that would break running nodes, or block them.
   *
   * @param after the shape after the migration
   * @param migration its SQL, searched for {@code index concurrently}
   */
  List<String> breaksIn(SchemaShape after, String migration) {
    var breaks = new ArrayList<String>();
    columns.forEach(
        (table, before) -> {
          if (!after.columns.containsKey(table)) {
            breaks.add(table + " is gone");
            return;
          }
          compareColumns(table, before, after.columns.get(table), breaks);
          compare(table, "constraint", constraints, after.constraints, breaks);
          compare(table, "trigger", triggers, after.triggers, breaks);
          if (!migration.toLowerCase(Locale.ROOT).contains("index concurrently")) {
            added(table, indexes, after.indexes).stream()
                .filter(index -> !index.endsWith("_pkey") && !index.endsWith("_key"))
                .forEach(index -> breaks.add(table + " is locked while " + index + " is made"));
          }
        });
    return breaks;
  }

  private static void compareColumns(
      String table,
      SortedMap<String, Column> before,
      SortedMap<String, Column> after,
      List<String> breaks) {
    before.forEach(
        (name, column) -> {
          var now = after.get(name);
          if (now == null) {
            breaks.add(table + "." + name + " is gone");
          } else if (!now.type().equals(column.type())) {
            breaks.add(table + "." + name + " is of another type");
          } else if (column.nullable() && !now.nullable()) {
            breaks.add(table + "." + name + " is not nullable any more");
          } else if (column.optional() && !now.optional()) {
            breaks.add(table + "." + name + " has no default any more");
          }
        });
    after.forEach(
        (name, column) -> {
          if (!before.containsKey(name) && !column.optional()) {
            breaks.add(table + "." + name + " is new, and has no default");
          }
        });
  }

  private static void compare(
      String table,
      String kind,
      SortedMap<String, SortedSet<String>> before,
      SortedMap<String, SortedSet<String>> after,
      List<String> breaks) {
    added(table, before, after)
        .forEach(one -> breaks.add(table + " has a new " + kind + ": " + one));
    added(table, after, before).forEach(one -> breaks.add(table + " lacks a " + kind + ": " + one));
  }

  private static SortedSet<String> added(
      String table,
      SortedMap<String, SortedSet<String>> before,
      SortedMap<String, SortedSet<String>> after) {
    var added = new TreeSet<>(after.getOrDefault(table, new TreeSet<>()));
    added.removeAll(before.getOrDefault(table, new TreeSet<>()));
    return added;
  }
}
