package dev.laurel.imports;

import dev.laurel.sql.Columns;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * The things that imports have made, a batch at a time: for 200 items two statements, where an
 * entity for each of 100,000 would take 400 a batch.
 */
@ApplicationScoped
class ImportItemBatch {
  /**
   * Something that an import has made.
   *
   * @param type an {@link ItemType}, or {@link #MEMBER}
   * @param content null for what came along with an item
   * @param made whether a user or class was new
   */
  record Made(String type, String name, String user, long line, byte[] content, boolean made) {
    /** A part of the name, from 0. */
    String part(int place) {
      return name.split("\n")[place];
    }

    static Made of(Item item, Effect effect) {
      return new Made(
          item.type().word(), item.name(), item.user(), item.line(), item.content(), effect.made());
    }
  }

  /** The type of a membership. */
  static final String MEMBER = "member";

  private final Sql sql;

  ImportItemBatch(Sql sql) {
    this.sql = sql;
  }

  /** Those of some names that an import has made from an item, by name. */
  Map<String, Made> find(String importId, ItemType type, Collection<String> names) {
    var found = new HashMap<String, Made>();
    sql.query(
            """
            select found.* from unnest(?::text[]) as given (name),
              lateral (select name, user_id, line, content, made from import_item
                       where import_id = ? and type = ? and name = given.name and content is not null offset 0) found""",
            row ->
                new Made(
                    type.word(),
                    row.getString(1),
                    row.getString(2),
                    row.getLong(3),
                    row.getBytes(4),
                    row.getBoolean(5)),
            names.toArray(String[]::new),
            importId,
            type.word())
        .forEach(made -> found.put(made.name(), made));
    return found;
  }

  /** Adds what an import has made. A user who came along with an item may become one. */
  void add(String importId, Collection<Made> made) {
    if (made.isEmpty()) {
      return;
    }
    sql.update(
        """
        insert into import_item (import_id, type, name, user_id, line, content, made)
        select ?, type, name, user_id, line, decode(content, 'hex'), made
        from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::boolean[])
          as row (type, name, user_id, line, content, made)
        on conflict (import_id, type, name) do update set
          content = coalesce(excluded.content, import_item.content),
          line = case when excluded.content is null then import_item.line else excluded.line end,
          made = import_item.made or excluded.made""",
        parameters(importId, made));
  }

  private static Object[] parameters(String importId, Collection<Made> made) {
    var columns =
        Columns.of(made)
            .texts(Made::type)
            .texts(Made::name)
            .texts(Made::user)
            .longs(Made::line)
            .texts(row -> row.content() == null ? null : HexFormat.of().formatHex(row.content()))
            .booleans(Made::made)
            .parameters();
    var parameters = new Object[columns.length + 1];
    parameters[0] = importId;
    System.arraycopy(columns, 0, parameters, 1, columns.length);
    return parameters;
  }

  /** Those of some users who are known. */
  Set<String> knownUsers(Collection<String> users) {
    return new HashSet<>(
        sql.query(
            """
            select found.id from unnest(?::text[]) as given (id),
              lateral (select id from learner where id = given.id offset 0) found""",
            row -> row.getString(1),
            (Object) users.toArray(String[]::new)));
  }

  /** Those of some users who were new when an import made them. */
  Set<String> madeUsers(String importId, Collection<String> users) {
    return new HashSet<>(
        sql.query(
            """
            select given.id from unnest(?::text[]) as given (id),
              lateral (select from import_item
                       where import_id = ? and type = 'user' and name = given.id and made offset 0) found""",
            row -> row.getString(1),
            users.toArray(String[]::new),
            importId));
  }

  /** True if an import has made something that was new. */
  boolean isMade(String importId, String type, String name) {
    return !sql.query(
            "select from import_item where import_id = ? and type = ? and name = ? and made",
            row -> true,
            importId,
            type,
            name)
        .isEmpty();
  }

  /** How many items an import has made, by type. */
  Map<String, Long> count(String importId) {
    var counts = new HashMap<String, Long>();
    sql.query(
            "select type, count(*) from import_item where import_id = ? and content is not null group by type",
            row -> Map.entry(row.getString(1), row.getLong(2)),
            importId)
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return counts;
  }
}
