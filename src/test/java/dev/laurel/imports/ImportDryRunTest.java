package dev.laurel.imports;

import static dev.laurel.imports.ImportCall.aClass;
import static dev.laurel.imports.ImportCall.adjustment;
import static dev.laurel.imports.ImportCall.award;
import static dev.laurel.imports.ImportCall.result;
import static dev.laurel.imports.ImportCall.user;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.students;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class ImportDryRunTest {
  @Inject DataSource database;

  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");
  private final String classId = Fresh.id("c");
  private final ImportCall term = ImportCall.of(Fresh.id("term"));

  private Object[] items() {
    var repeated = SubmissionJson.practice(ada).inClass(classId);
    var badge = new HashMap<>(award(ada, "first-steps", Instant.parse("2026-01-02T03:04:05Z")));
    badge.put("points", 3);
    var ofClass = new HashMap<>(adjustment(Fresh.id("a"), bob, 5));
    ofClass.put("class_id", classId);
    var ofNobody = new HashMap<>(adjustment(Fresh.id("a"), Fresh.id("nobody"), 5));
    return new Object[] {
      user(ada),
      aClass(classId, students(ada, bob)),
      badge,
      award(Fresh.id("nobody"), "first-steps", Instant.parse("2026-01-02T03:04:05Z")),
      result(repeated),
      result(SubmissionJson.practice(bob).inClass(classId)),
      ofClass,
      ofNobody,
      result(repeated),
      user(bob),
      result(repeated.score(90)),
      result(SubmissionJson.practice(bob).with("score", 500)),
      Map.of("type", "nothing")
    };
  }

  @Test
  void aDryRunAnswersWhatTheImportThenDoes() {
    // Given
    var items = items();

    // When
    var rehearsed = term.with("dry_run=true").post(items);
    var made = term.post(items);

    // Then
    assertTrue(rehearsed.getBoolean("dry_run"));
    assertEquals(made.getMap("counts"), rehearsed.getMap("counts"));
    assertEquals(made.getList("errors.line"), rehearsed.getList("errors.line"));
    assertEquals(List.of(4, 8, 11, 12, 13), made.getList("errors.line"));
    assertEquals(made.getMap("counts.class"), Map.of("created", 1, "unchanged", 0, "refused", 0));
  }

  @Test
  void aDryRunOfWhatIsThereChangesNothing() {
    // Given
    var items = items();
    term.post(items);

    // When
    var rehearsed = term.with("dry_run=true").post(items);

    // Then
    assertEquals(0, rehearsed.getInt("counts.result.created"));
    assertEquals(3, rehearsed.getInt("counts.result.unchanged"));
    assertEquals(1, rehearsed.getInt("counts.class.unchanged"));
  }

  @Test
  void aDryRunStoresNothing() throws SQLException {
    // When
    term.with("dry_run=true").post(items());

    // Then
    assertEquals(0, me(ada).getInt("total_points"));
    assertEquals(
        404, Api.as("office", "registrar").get("/api/classes/{id}/roster", classId).statusCode());
    var sql = new TestSql(database);
    for (var count :
        List.of(
            "select count(*) from learner where id = ?",
            "select count(*) from submission where user_id = ?",
            "select count(*) from import_item where user_id = ?")) {
      assertEquals(0, sql.count(count, ada));
    }
    assertEquals(0, sql.count("select count(*) from import_run where id = ?", term.id()));
  }
}
