package dev.laurel.imports;

import static dev.laurel.imports.ImportCall.aClass;
import static dev.laurel.imports.ImportCall.adjustment;
import static dev.laurel.imports.ImportCall.award;
import static dev.laurel.imports.ImportCall.result;
import static dev.laurel.imports.ImportCall.user;
import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.students;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class ImportUndoTest {
  /** What is compared of each table; not what only ever rises. */
  private static final Map<String, String> TABLES =
      Map.of(
          "submission", "to_jsonb(t)",
          "problem_score", "to_jsonb(t)",
          "standing", "to_jsonb(t) - '{version,updated_at}'::text[]",
          "streak", "to_jsonb(t) - 'recount'",
          "earned_achievement", "to_jsonb(t)",
          "ledger_entry", "to_jsonb(t)",
          "membership", "to_jsonb(t)",
          "notification", "to_jsonb(t)",
          "import_item", "to_jsonb(t)",
          "dropped_member", "to_jsonb(t)");

  @Inject DataSource database;

  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");
  private final String classId = Fresh.id("c");
  private final ImportCall term = ImportCall.of(Fresh.id("term"));

  /** The rows of users, by table. */
  private Map<String, String> rows(String... users) throws SQLException {
    var rows = new TreeMap<String, String>();
    try (var connection = database.getConnection()) {
      for (var table : TABLES.entrySet()) {
        var sql =
            "select coalesce(string_agg((%s)::text, E'\\n' order by (%s)::text), '') from %s t where user_id = any(?)"
                .formatted(table.getValue(), table.getValue(), table.getKey());
        try (var statement = connection.prepareStatement(sql)) {
          statement.setArray(1, connection.createArrayOf("text", users));
          try (var row = statement.executeQuery()) {
            row.next();
            rows.put(table.getKey(), row.getString(1));
          }
        }
      }
    }
    return rows;
  }

  private Object[] aTerm() {
    var long1 = Instant.now().minus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);
    return new Object[] {
      user(ada),
      user(bob),
      aClass(classId, students(ada, bob)),
      award(bob, "first-steps", long1),
      result(SubmissionJson.practice(ada).inClass(classId).at(long1)),
      result(SubmissionJson.practice(bob).inClass(classId).at(long1.plusSeconds(90_000))),
      result(SubmissionJson.assignment(ada).inClass(classId).score(100)),
      result(SubmissionJson.practice(ada).ofTeam(ada, bob).inClass(classId)),
      adjustment(Fresh.id("a"), ada, 7),
      ImportCall.balance(bob, classId, 50, 4, 3, LocalDate.ofInstant(long1, ZoneOffset.UTC))
    };
  }

  @Test
  void anUndoneImportLeavesNoRowBehind() throws SQLException {
    // Given
    var items = aTerm();
    var before = rows(ada, bob);
    assertEquals(List.of(), term.post(items).getList("errors"));

    // When
    var answer = ImportCall.json(term.delete());

    // Then
    assertEquals("undone", answer.getString("state"));
    assertEquals(before, rows(ada, bob));
    assertEquals(
        404, as("office", "registrar").get("/api/classes/" + classId + "/roster").statusCode());
    assertEquals(0, known());
  }

  private long known() throws SQLException {
    return new TestSql(database).count("select count(*) from learner where id in (?, ?)", ada, bob);
  }

  @Test
  void anUndoneImportLeavesWhatWasThereBeforeAsItWas() throws SQLException {
    // Given
    term.post(aClass(classId, students(ada)));
    var result = SubmissionJson.practice(ada).inClass(classId).score(60);
    accept(result.at(Instant.now().minus(3, ChronoUnit.DAYS)));
    accept(SubmissionJson.practice(bob).inClass(classId));
    var other = ImportCall.of(Fresh.id("other"));
    var before = rows(ada, bob);
    other.post(aTerm());
    other.post(result(result.regraded(2, 100)));

    // When
    ImportCall.json(other.delete());

    // Then
    assertEquals(before, rows(ada, bob));
  }

  @Test
  void anUndoneImportCanBeImportedAgainAndCounts() {
    // Given
    var items = aTerm();
    term.post(items);
    var points = me(ada).getInt("total_points");
    ImportCall.json(term.delete());
    assertEquals(0, me(ada).getInt("total_points"));

    // When
    var answer = term.post(items);

    // Then
    assertEquals(3, answer.getInt("counts.result.created") - 1);
    assertEquals(points, me(ada).getInt("total_points"));
    assertEquals(List.of(), frames(ada));
  }

  @Test
  void anImportWithANewerRevisionIsNotUndone() throws SQLException {
    // Given
    var result = SubmissionJson.practice(ada);
    term.post(result(result));
    accept(result.regraded(2, 90));
    var before = rows(ada);

    // When
    var refusal = term.delete();

    // Then
    assertEquals(409, refusal.statusCode());
    assertEquals(
        List.of("revision 2 of gradebot " + result.id() + " follows"),
        JsonPath.from(refusal.body()).getList("errors.message"));
    assertEquals(before, rows(ada));
    assertEquals("done", term.get().getString("state"));
  }

  @Test
  void anImportWhoseClassHasOtherResultsIsNotUndone() {
    // Given
    term.post(aClass(classId, students(ada)));
    accept(SubmissionJson.practice(ada).inClass(classId));

    // When
    var refusal = term.delete();

    // Then
    assertEquals(409, refusal.statusCode());
    assertTrue(refusal.body().contains("the class " + classId + " has the result"));
  }

  @Test
  void anUnknownImportCannotBeUndone() {
    assertEquals(404, term.delete().statusCode());
  }
}
