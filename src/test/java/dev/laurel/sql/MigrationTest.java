package dev.laurel.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds the rule for upgrades: a migration never breaks nodes that are running while it is made.
 * Everything their statements read stays, and everything they write is still accepted.
 */
class MigrationTest {
  private final String schema = Fresh.id("migration").replace('-', '_');
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    var settings = EmbeddedServersResource.settings();
    connection =
        DriverManager.getConnection(
            settings.get("quarkus.datasource.jdbc.url"),
            settings.get("quarkus.datasource.username"),
            settings.get("quarkus.datasource.password"));
    execute("create schema " + schema);
    connection.setSchema(schema);
  }

  @AfterEach
  void dropSchema() throws SQLException {
    execute("drop schema " + schema + " cascade");
    connection.close();
  }

  @Test
  void noMigrationBreaksRunningNodes() throws SQLException, IOException {
    for (var migration : flyway("latest").info().all()) {
      // Given
      var before = SchemaShape.read(connection, schema);

      // When
      flyway(migration.getVersion().toString()).migrate();

      // Then
      var after = SchemaShape.read(connection, schema);
      assertEquals(List.of(), before.breaksIn(after, text(migration)), migration.getScript());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          drop table streak                                       | streak is gone
          alter table streak rename to streaks                    | streak is gone
          alter table streak drop column last_day                 | streak.last_day is gone
          alter table streak rename last_day to ends_on           | streak.last_day is gone
          alter table streak alter current type bigint            | streak.current is of another type
          alter table submission alter class_id set not null      | submission.class_id is not nullable any more
          alter table achievement alter active drop default       | achievement.active has no default any more
          alter table streak add column x int not null            | streak.x is new, and has no default
          alter table streak add check (current >= 0)             | streak has a new constraint: CHECK ((current >= 0))
          alter table streak drop constraint streak_pkey          | streak lacks a constraint: PRIMARY KEY (user_id, class_id)
          create index x on submission (graded_at)                | submission is locked while x is made
          create trigger x before update on streak for each row execute function suppress_redundant_updates_trigger() | streak has a new trigger: x
          """)
  void aBreakingMigrationIsReported(String migration, String found) throws SQLException {
    // Given
    flyway("latest").migrate();
    var before = SchemaShape.read(connection, schema);

    // When
    execute(migration);

    // Then
    var breaks = before.breaksIn(SchemaShape.read(connection, schema), migration);
    assertEquals(true, breaks.contains(found), breaks::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          create table x (y int not null)
          alter table streak add column x int
          alter table streak add column x int not null default 0
          alter table submission alter kind drop not null
          create index concurrently x on submission (graded_at)
          """)
  void aMigrationThatOnlyAddsIsNotReported(String migration) throws SQLException {
    // Given
    flyway("latest").migrate();
    var before = SchemaShape.read(connection, schema);

    // When
    execute(migration);

    // Then
    assertEquals(List.of(), before.breaksIn(SchemaShape.read(connection, schema), migration));
  }

  @Test
  void versionsAreNumberedWithoutGaps() {
    var versions = new ArrayList<Integer>();
    for (var migration : flyway("latest").info().all()) {
      versions.add(Integer.parseInt(migration.getVersion().toString()));
    }
    for (int i = 0; i < versions.size(); i++) {
      assertEquals(i + 1, versions.get(i));
    }
  }

  private Flyway flyway(String target) {
    var settings = EmbeddedServersResource.settings();
    return Flyway.configure()
        .dataSource(
            settings.get("quarkus.datasource.jdbc.url"),
            settings.get("quarkus.datasource.username"),
            settings.get("quarkus.datasource.password"))
        .schemas(schema)
        .target(target)
        .load();
  }

  private static String text(MigrationInfo migration) throws IOException {
    try (var script =
        MigrationTest.class.getResourceAsStream("/db/migration/" + migration.getScript())) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
