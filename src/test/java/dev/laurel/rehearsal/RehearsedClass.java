package dev.laurel.rehearsal;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.students;
import static org.awaitility.Awaitility.await;

import dev.laurel.testing.Api;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestSql;
import io.restassured.response.Response;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** A class whose instructor rehearses changes. All its ids contain its {@code mark}. */
final class RehearsedClass {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  final String mark = Fresh.id("m");
  final String id = "c-" + mark;
  final String teacher = "t-" + mark;
  final List<String> users;
  private final DataSource database;

  RehearsedClass(DataSource database, int students) {
    this.database = database;
    users = IntStream.range(0, students).mapToObj("u%03d-".concat(mark)::formatted).toList();
    var members = new ArrayList<>(List.of(member(teacher, "instructor")));
    members.addAll(students(users.toArray(String[]::new)));
    putRoster(teacher, id, "UTC", members).then().statusCode(204);
  }

  /** The body of the roster, as it was put. */
  String roster() {
    var members = new ArrayList<>(List.of(member(teacher, "instructor")));
    members.addAll(students(users.toArray(String[]::new)));
    return Api.text(Map.of("name", "CS 101", "time_zone", "UTC", "members", members));
  }

  String path(String rest) {
    return "/api/classes/" + id + rest;
  }

  SubmissionJson practice(String user) {
    return SubmissionJson.practice(user).inClass(id);
  }

  /** Makes a change as the instructor. */
  Response change(String method, String path, Object body) {
    return request(teacher, method, path, body, "false", "instructor");
  }

  /** Rehearses a change as the instructor. */
  Map<String, Object> rehearse(String method, String path, Object body) {
    return Api.parse(
        rehearseAs(teacher, method, path, body, "instructor")
            .then()
            .statusCode(200)
            .extract()
            .asString());
  }

  /** Rehearses a change; waits while a node has too many rehearsals. */
  static Response rehearseAs(
      String user, String method, String path, Object body, String... roles) {
    return await()
        .atMost(LONGEST)
        .until(
            () -> request(user, method, path, body, "true", roles),
            answer -> answer.statusCode() != 503);
  }

  static Response request(
      String user, String method, String path, Object body, String dryRun, String... roles) {
    var request = as(user, roles).queryParam("dry_run", dryRun);
    return (body == null ? request : request.body(Api.text(body))).request(method, path);
  }

  @SuppressWarnings("unchecked")
  static Map<String, Map<String, Object>> changes(Map<String, Object> rehearsal) {
    var byUser = new TreeMap<String, Map<String, Object>>();
    ((List<Map<String, Object>>) rehearsal.get("changes"))
        .forEach(change -> byUser.put((String) change.get("id"), change));
    return byUser;
  }

  /** Waits until nothing of the class is to be counted any more. */
  void awaitCounted() {
    var like = "%" + mark;
    await()
        .atMost(LONGEST)
        .until(
            () ->
                new TestSql(database)
                        .count(
                            """
                            select (select count(*) from recount where class_id like ?)
                              + (select count(*) from achievement where class_id like ? and count_after is not null)
                              + (select count(*) from streak where user_id like ?
                                 and (recount or not lapsed and lapses_at <= now()))""",
                            like,
                            like,
                            like)
                    == 0);
  }

  /** What the students have, as the database has it, in the words of a rehearsal. */
  Map<String, Actual> actual() throws SQLException {
    var found = new HashMap<String, Actual>();
    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement(
                """
                select m.user_id, s.points, coalesce(g.points, 0),
                  (select 1 + count(*) from standing o where o.board = s.board and o.listed and o.points > s.points),
                  (select coalesce(max(current), 0) from streak where user_id = m.user_id and lapses_at > now()),
                  (select coalesce(string_agg(e.achievement_id, ' ' order by e.achievement_id), '')
                   from earned_achievement e join achievement a on a.id = e.achievement_id
                   where e.user_id = m.user_id and e.revoked_at is null
                     and (a.class_id is null or a.class_id = m.class_id)),
                  (select name from level l where l.class_id = m.class_id and l.points <= coalesce(s.points, 0)
                   order by l.points desc limit 1)
                from membership m
                  left join standing s on s.board = 'class:' || m.class_id and s.user_id = m.user_id
                  left join standing g on g.board = 'global' and g.user_id = m.user_id
                where m.class_id = ? and m.role = 'student'""")) {
      statement.setString(1, id);
      for (var row = statement.executeQuery(); row.next(); ) {
        found.put(
            row.getString(1),
            new Actual(
                row.getLong(2),
                row.getLong(3),
                row.getObject(2) == null ? null : row.getInt(4),
                row.getInt(5),
                row.getString(6).isEmpty() ? List.of() : List.of(row.getString(6).split(" ")),
                row.getString(7)));
      }
    }
    return found;
  }

  /** All rows that have to do with the class, by table, but for numbers measured at any time. */
  Map<String, List<String>> rows() throws SQLException {
    var rows = new TreeMap<String, List<String>>();
    try (var connection = database.getConnection();
        var names = connection.createStatement();
        var tables =
            names.executeQuery(
                """
                select table_name from information_schema.tables
                where table_schema = current_schema() and table_type = 'BASE TABLE'""")) {
      while (tables.next()) {
        var sql =
            """
            select row_to_json(t)::jsonb - 'share' from "%s" t where t::text like ? order by t::text"""
                .formatted(tables.getString(1));
        try (var statement = connection.prepareStatement(sql)) {
          statement.setString(1, "%" + mark + "%");
          for (var row = statement.executeQuery(); row.next(); ) {
            rows.computeIfAbsent(tables.getString(1), any -> new ArrayList<>())
                .add(row.getString(1));
          }
        }
      }
    }
    return rows;
  }
}
