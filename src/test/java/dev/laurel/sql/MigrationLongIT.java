package dev.laurel.sql;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.LaurelProcess;
import dev.laurel.testing.PostgresProcess;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Starts nodes on databases with an older, a newer or no schema. */
class MigrationLongIT {
  /** Data of a class, in columns that every version since the first has. */
  private static final String A_CLASS =
      """
      insert into learner (id, username) values ('ada', 'Ada'), ('bob', 'Bob'), ('teacher', 'T');
      insert into course_class (id, name, time_zone) values ('cs', 'CS', 'UTC');
      insert into membership (class_id, user_id, role) values
        ('cs', 'ada', 'student'), ('cs', 'bob', 'student'), ('cs', 'teacher', 'instructor');
      insert into submission (source, submission_id, revision, user_id, class_id, kind, problem_id, problem_title,
          problem_points, score, max_score, attempt_number, submitted_at, graded_at, time_zone, received_at, points,
          completed, perfect, current, outcome, points_earned, total_points, achievements)
        select 'old', u || p, 1, u, 'cs', 'practice', 'p' || p, 'P', 1000, 10, 10, 1, '2026-01-01', '2026-01-01', 'UTC',
               '2026-01-01', 1000, true, true, true, 'accepted', 1000, 1000 * p, '{}'
        from unnest(array['ada', 'bob']) u, generate_series(1, 300) p;
      insert into problem_score (user_id, scope, source, problem_id, points, completions, perfect, first_attempt)
        select u, s, 'old', 'p' || p, 1000, 1, true, true
        from unnest(array['ada', 'bob']) u, unnest(array['', 'cs']) s, generate_series(1, 300) p;
      insert into standing (board, user_id, points, completed_problems, perfect_scores, first_attempt_solves, reached_at,
          updated_at, listed, version)
        select b, u, 300000, 300, 300, 300, '2026-01-01', '2026-01-01', true, 300
        from unnest(array['ada', 'bob']) u, unnest(array['global', 'class:cs']) b;
      insert into expired_work (user_id, starts_at) values ('ada', '2026-01-01'), ('bob', '2026-01-01');
      insert into streak (user_id, class_id, current, last_day, time_zone, safe_until, lapses_at, lapsed)
        values ('ada', 'cs', 1, '2026-01-01', 'UTC', '2026-01-02', '2026-01-03', true);
      insert into notification_head (user_id, last_seq, read_up_to) values ('ada', 500, 7), ('bob', 500, 0);
      insert into notification (user_id, seq, frame, sent_at)
        select u, s, '{"type":"streak_update","current_streak":1,"streak_type":"daily","seq":' || s
                     || ',"sent_at":"2026-11-01T00:00:00Z"}', now()
        from unnest(array['ada', 'bob']) u, generate_series(1, 500) s""";

  private static PostgresProcess postgres;

  @BeforeAll
  static void start() {
    postgres = PostgresProcess.start();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void aDatabaseOfAnyEarlierVersionIsMigratedAndServed() throws SQLException {
    int newest = newest();
    for (int version = 1; version < newest; version++) {
      // Given
      var database = "v" + version;
      execute("postgres", "create database " + database);
      migrate(database, version);
      execute(database, A_CLASS);

      // When
      try (var laurel = LaurelProcess.start(environment(database));
          var socket =
              SocketClient.open(laurel.baseUri(), "/ws/game/?since=400", TestTokens.of("ada"))) {
        // Then
        var course = new CourseBackEnd(laurel.baseUri());
        assertEquals(100, socket.awaitFrames(101).stream().filter(f -> f.has("seq")).count());
        var me = course.get("/api/me", "ada");
        assertEquals(3000, me.get("total_points").asInt());
        assertEquals(1, me.get("global_rank").asInt());
        assertEquals(493, me.get("unread").asInt());
        var board = course.get("/api/leaderboards/classes/cs", "bob");
        assertEquals(2, board.get("entries").size());
        assertEquals("accepted", course.solve("ada", "cs", 10).get("outcome").asText());
        assertEquals(
            "ada", course.get("/api/leaderboards/global", "bob").at("/entries/0/user/id").asText());
        assertEquals(newest, newest(database));
      }
    }
  }

  @Test
  void aNodeOlderThanTheSchemaStartsAndServes() throws SQLException {
    // Given
    execute("postgres", "create database future");
    migrate("future", newest());
    execute(
        "future",
        """
        insert into flyway_schema_history
          select max(installed_rank) + 1, '9999', 'from the future', 'SQL', 'V9999__from_the_future.sql', 1, 'laurel',
                 now(), 1, true
          from flyway_schema_history;
        alter table submission add column wanted_later text;
        alter table learner add column also int not null default 1;
        create table whatever (id int)""");

    // When
    try (var laurel = LaurelProcess.start(environment("future"))) {
      // Then
      var course = new CourseBackEnd(laurel.baseUri());
      assertEquals("accepted", course.solve("ada", "cs", 10).get("outcome").asText());
      assertTrue(course.get("/api/me/data", "ada").toString().contains("wanted_later"));
    }
  }

  @Test
  void nodesStartingTogetherOnAnEmptyDatabaseMigrateItOnce() throws SQLException {
    // Given
    execute("postgres", "create database empty");
    var environment = environment("empty");

    // When
    var nodes = IntStream.range(0, 3).mapToObj(i -> new LaurelProcess(environment)).toList();

    // Then
    try {
      nodes.forEach(LaurelProcess::awaitReady);
      assertEquals(newest(), newest("empty"));
      assertEquals(
          newest(), number("empty", "select count(*) from flyway_schema_history where success"));
      assertEquals(
          "accepted",
          new CourseBackEnd(nodes.get(2).baseUri()).solve("ada", "cs", 10).get("outcome").asText());
    } finally {
      nodes.forEach(LaurelProcess::close);
    }
  }

  @Test
  void aMigrationMayTakeLongerThanTheStatementTimeout() throws SQLException {
    // Given
    execute("postgres", "create database slow");
    migrate("slow", 1);
    try (var connection = connect("slow");
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table achievement");

      // When
      try (var laurel = new LaurelProcess(environment("slow"))) {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    number(
                            "slow",
                            "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                + " and state = 'active' and now() - query_start > interval '12 s'")
                        > 0);
        connection.commit();

        // Then
        laurel.awaitReady();
        assertEquals(newest(), newest("slow"));
      }
    }
  }

  private static int newest() {
    return List.of(flyway("postgres", "latest").info().all()).stream()
        .mapToInt(migration -> Integer.parseInt(migration.getVersion().toString()))
        .max()
        .orElseThrow();
  }

  private static int newest(String database) throws SQLException {
    return number(database, "select max(version::int) from flyway_schema_history where success");
  }

  private static void migrate(String database, int version) {
    flyway(database, Integer.toString(version)).migrate();
  }

  private static Flyway flyway(String database, String target) {
    return Flyway.configure()
        .dataSource(url(database), "postgres", "postgres")
        .target(target)
        .load();
  }

  private static String url(String database) {
    return postgres.settings().get("quarkus.datasource.jdbc.url").replaceFirst("/[^/]*$", "/")
        + database;
  }

  private static Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), "postgres", "postgres");
  }

  private static void execute(String database, String sql) throws SQLException {
    try (var connection = connect(database);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int number(String database, String sql) throws SQLException {
    try (var connection = connect(database);
        var statement = connection.createStatement()) {
      var row = statement.executeQuery(sql);
      row.next();
      return row.getInt(1);
    }
  }

  private static Map<String, String> environment(String database) {
    var settings = new HashMap<>(postgres.settings());
    settings.put("quarkus.datasource.jdbc.url", url(database));
    settings.put(
        "quarkus.redis.hosts", EmbeddedServersResource.settings().get("quarkus.redis.hosts"));
    settings.put("laurel.auth.hs256-secret", TestTokens.SECRET);
    settings.put("laurel.demo", "false");
    settings.put("laurel.broadcast.channel-prefix", database + ":");
    return LaurelProcess.environment(settings);
  }
}
