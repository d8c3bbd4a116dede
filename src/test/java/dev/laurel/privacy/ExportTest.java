package dev.laurel.privacy;

import static dev.laurel.testing.Api.as;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.TestTokens;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class ExportTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject DataSource database;
  @Inject RedisDataSource redis;

  @TestHTTPResource("/")
  URI node;

  private StoredData stored;

  @BeforeEach
  void connect() {
    stored = new StoredData(database, redis);
  }

  @Test
  void anExportHasEveryRowOfEveryTable() throws JsonProcessingException {
    // Given
    var student = SampleStudent.afterCleanUp(stored);
    student.freeze();
    stored.expireAResult(student.ada);
    stored.moveIn(student.ada);
    var kept = stored.rows(student.ada);
    assertEquals(stored.tablesWithUsers(), kept.keySet(), "the student has rows in every table");

    // When
    var document = JSON.readTree(export(student.ada).asString());

    // Then
    var exported = new TreeMap<String, Set<JsonNode>>();
    document
        .properties()
        .forEach(
            table -> {
              if (table.getValue().size() > 0) {
                var rows = new HashSet<JsonNode>();
                table.getValue().forEach(rows::add);
                rows.removeIf(ExportTest::isThisExport);
                exported.put(table.getKey(), rows);
              }
            });
    var expected = new TreeMap<String, Set<JsonNode>>();
    kept.forEach((table, rows) -> expected.put(table, parsed(rows)));
    expected.computeIfPresent("audit", (table, rows) -> withoutWhoDidIt(rows));
    assertEquals(expected, exported);
    assertEquals(student.ada, document.get("user_id").asText());
  }

  @Test
  void theDeclaredTablesAreTheTablesOfTheSchemaWithUserIds() {
    assertEquals(
        List.copyOf(stored.tablesWithUsers()),
        PersonalTable.ALL.stream().map(PersonalTable::name).toList());
  }

  private static boolean isThisExport(JsonNode row) {
    return row.path("action").asText().equals("user_exported");
  }

  private static Set<JsonNode> withoutWhoDidIt(Set<JsonNode> entries) {
    var rest = new HashSet<JsonNode>();
    entries.forEach(
        entry -> rest.add(((ObjectNode) entry).remove(List.of("actor_user_id", "address"))));
    return rest;
  }

  private static Set<JsonNode> parsed(List<String> rows) {
    var parsed = new HashSet<JsonNode>();
    for (var row : rows) {
      try {
        parsed.add(JSON.readTree(row));
      } catch (JsonProcessingException e) {
        throw new AssertionError(e);
      }
    }
    return parsed;
  }

  @Test
  void anExportOfManyPagesIsComplete() throws SQLException {
    // Given
    var ada = Fresh.id("ada");
    ManyRows.write(database, ada, 1_234, 1_077);

    // When
    var document = export(ada).jsonPath();

    // Then
    var seqs = document.<Integer>getList("notification.seq");
    assertEquals(1_234, seqs.size());
    assertEquals(1_234, new TreeSet<>(seqs).last());
    assertEquals(1_234, new TreeSet<>(seqs).size());
    assertEquals(1_077, Set.copyOf(document.getList("submission.submission_id")).size());
    assertEquals(1_077, document.getList("submission").size());
    assertEquals(1_077, document.getList("problem_score").size());
  }

  @Test
  void everyUserCanExportTheirOwnData() {
    // Given
    var student = new SampleStudent();

    // When
    var own = as(student.bob).get("/api/me/data");

    // Then
    own.then().statusCode(200).contentType("application/json").header("Cache-Control", "no-store");
    assertEquals(student.bob, own.jsonPath().getString("learner[0].id"));
    assertEquals(Set.of(student.bob), Set.copyOf(own.jsonPath().getList("standing.user_id")));
    assertTrue(!own.asString().contains(student.ada));
  }

  @Test
  void anExportOfAnUnknownUserHasOnlyTheExportItself() {
    var document = export(Fresh.id("nobody"));
    document.then().statusCode(200);
    document
        .jsonPath()
        .<String, Object>getMap("")
        .forEach(
            (name, value) -> {
              if (!Set.of("user_id", "exported_at", "audit").contains(name)) {
                assertEquals(List.of(), value, name);
              }
            });
    assertEquals(List.of("user_exported"), document.path("audit.action"));
  }

  @Test
  void stalledDownloadsLeaveTheExportsOfOthersAlone() throws IOException, SQLException {
    // Given
    var ada = Fresh.id("ada");
    ManyRows.write(database, ada, 100_000, 1);
    var stalled = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 8; i++) {
        stalled.add(stall("/api/me/data", TestTokens.of(ada)));
      }
      await().until(() -> as(ada).get("/api/me/data").statusCode() == 429);

      // Then
      as(Fresh.id("bob")).get("/api/me/data").then().statusCode(200);
    } finally {
      for (var socket : stalled) {
        socket.close();
      }
    }
  }

  @Test
  void stalledDownloadIsClosedAndAuditedAsBrokenOff() throws IOException, SQLException {
    // Given
    var ada = Fresh.id("ada");
    ManyRows.write(database, ada, 100_000, 1);

    // When
    var operator = Fresh.id("operator");
    try (var socket = stall("/api/users/" + ada + "/data", TestTokens.of(operator, "operator"))) {
      // Then
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> exportsAudited(operator), equalTo(List.of("broken off", "begun")));
      assertTrue(socket.isConnected());
    }
  }

  @Test
  void completeDownloadIsAuditedAsSuch() {
    // When
    var operator = Fresh.id("operator");
    as(operator, "operator").get("/api/users/{id}/data", Fresh.id("ada")).then().statusCode(200);

    // Then
    await().until(() -> exportsAudited(operator), equalTo(List.of("complete", "begun")));
  }

  private static List<String> exportsAudited(String operator) {
    return as("operator", "operator")
        .get("/api/audit?limit=500")
        .jsonPath()
        .getList("items.findAll { it.actor == '" + operator + "' }.detail");
  }

  /** A client that asks and reads nothing. */
  private Socket stall(String path, String token) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(node.getHost(), node.getPort()));
    var request = "GET %s HTTP/1.1\r\nHost: laurel\r\nAuthorization: Bearer %s\r\n\r\n";
    socket.getOutputStream().write(request.formatted(path, token).getBytes(UTF_8));
    return socket;
  }

  @Test
  void exportingOthersNeedsTheOperatorRole() {
    var path = "/api/users/" + Fresh.id("ada") + "/data";
    as("eve").get(path).then().statusCode(403);
    as("eve", "instructor", "grader").get(path).then().statusCode(403);
    RestAssured.get(path).then().statusCode(401);
    RestAssured.get("/api/me/data").then().statusCode(401);
  }

  @Test
  void anInvalidUserIsRefused() {
    as("operator", "operator")
        .get("/api/users/{id}/data", "a\u0000b")
        .then()
        .statusCode(400)
        .contentType(startsWith("application/problem+json"));
  }

  private static Response export(String user) {
    return as("operator", "operator").get("/api/users/{id}/data", user);
  }
}
