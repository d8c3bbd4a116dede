package dev.laurel.key;

import static dev.laurel.testing.Api.as;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.security.Roles;
import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.LogLines;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class KeysTest {
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
  private static final Map<String, Object> GRADER =
      Map.of("name", "bot", "roles", List.of("grader"));

  @Inject DataSource database;
  @Inject KeyUses uses;

  private final String operator = Fresh.id("operator");
  private final String student = Fresh.id("student");

  @Test
  void aGraderNeedsAKeyAndNoToken() {
    // Given
    var key = make(GRADER).getString("key");

    // Then
    submit(key, SubmissionJson.practice(student)).statusCode(201);
    notifyOf(key, student).statusCode(201);
  }

  @Test
  void aKeyIsShownOnceAndKeptAsItsHash() throws SQLException {
    // Given
    var made = make(GRADER);
    var key = made.getString("key");

    // When
    var listed = listed(made.getString("id"));

    // Then
    assertFalse(listed.containsKey("key"));
    assertTrue(key.startsWith((String) listed.get("prefix")));
    assertEquals(List.of("notifications", "results"), listed.get("routes"));
    assertEquals(List.of(), listed.get("class_ids"));
    assertEquals(
        1, sql().count("select count(*) from api_key where secret_hash = ?", KeySecret.hash(key)));
    assertEquals(
        0,
        sql().count("select count(*) from api_key where api_key::text like '%' || ? || '%'", key));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/me",
    "GET, /api/keys",
    "POST, /api/keys",
    "POST, /api/ws-tickets",
    "GET, /api/audit",
    "GET, /api/leaderboards/global",
    "GET, /ws/game",
    "GET, /api/submissions/../me",
    "GET, /api/nothing",
  })
  void aKeyIsForItsRoutesOnly(String method, String path) {
    // Given
    var key =
        make(Map.of(
                "name", "all",
                "roles", List.of("grader", "operator"),
                "routes", List.of("results", "log_levels")))
            .getString("key");
    with(key).get("/api/operations/log-levels").then().statusCode(200);

    // Then
    with(key).body(Api.text(GRADER)).request(method, path).then().statusCode(403);
  }

  @Test
  void aKeyCannotDoWhatItsRolesDoNotAllow() {
    // Given
    var key =
        make(Map.of("name", "g", "roles", List.of("grader"), "routes", List.of("audit")))
            .getString("key");

    // Then
    with(key).get("/api/audit").then().statusCode(403);
  }

  @Test
  void aKeyOfAClassSubmitsForThatClassOnly() {
    // Given
    var own = Fresh.id("cs");
    var other = Fresh.id("other");
    var key = makeFor(own);
    var work = SubmissionJson.practice(student);

    // Then
    submit(key, work.inClass(own)).statusCode(201);
    submit(key, work.inClass(other)).statusCode(400).body("errors[0].field", equalTo("class_id"));
    submit(key, SubmissionJson.practice(student)).statusCode(400);
    submit(key, List.of(SubmissionJson.practice(student).inClass(own), work.inClass(other)))
        .statusCode(200)
        .body("[0].outcome", equalTo("accepted"))
        .body("[1].outcome", equalTo("rejected"));
  }

  @Test
  void aKeyOfAClassTakesNoResultFromAnotherClass() {
    // Given
    var own = Fresh.id("cs");
    var other = Fresh.id("other");
    var key = makeFor(own);
    var theirs = SubmissionJson.practice(student).inClass(other);
    var id = Api.accept(theirs).getString("submission_id");

    // Then
    submit(key, theirs.inClass(own).with("revision", 2)).statusCode(400);
    with(key).post("/api/submissions/gradebot/" + id + "/withdrawal").then().statusCode(403);
    with(key)
        .body(Api.text(Map.of("class_id", other, "problem_id", "p")))
        .post("/api/releases")
        .then()
        .statusCode(403);
  }

  @Test
  void aKeyOfAClassLearnsNothingOfTheResultsOfOthers() {
    // Given
    var own = Fresh.id("cs");
    var result = SubmissionJson.practice(student);
    Api.accept(result.inClass(Fresh.id("other")));

    // Then
    submit(makeFor(own), result.inClass(own).score(10))
        .statusCode(409)
        .body("errors.field", contains("class_id"));
  }

  @Test
  void aKeyOfAClassNotifiesStudentsOfThatClassOnly() {
    // Given
    var own = Fresh.id("cs");
    var stranger = Fresh.id("stranger");
    var key = makeFor(own);
    submit(key, SubmissionJson.practice(student).inClass(own)).statusCode(201);
    Api.accept(SubmissionJson.practice(stranger).inClass(Fresh.id("other")));

    // Then
    notifyOf(key, student).statusCode(201);
    notifyOf(key, stranger).statusCode(403);
    notifyOf(key, "%00").statusCode(403);
  }

  @Test
  void aKeyOfAClassNotifiesManyMembersOfItAndNobodyElse() {
    // Given
    var own = Fresh.id("cs");
    var other = Fresh.id("other");
    var stranger = Fresh.id("stranger");
    var key = makeFor(own);
    Api.accept(SubmissionJson.practice(student).inClass(own));
    Api.accept(SubmissionJson.practice(stranger).inClass(other));

    // Then
    announce(key, Map.of("users", List.of(student, stranger)))
        .statusCode(200)
        .body("delivered", equalTo(1))
        .body("unknown", contains(stranger));
    announce(key, Map.of("class_id", own)).statusCode(200).body("repeated", equalTo(1));
    announce(key, Map.of("class_id", other)).statusCode(403);
    with(key).get("/api/notifications").then().statusCode(403);
  }

  private static ValidatableResponse announce(String key, Map<String, Object> users) {
    var body = new HashMap<>(users);
    body.put("frame", Map.of("type", "announcement", "title", "Exam", "text", "On Monday"));
    body.put("idempotency_key", "k");
    return with(key).body(Api.text(body)).post("/api/notifications").then();
  }

  @Test
  void aRegistrarNeedsNoMembershipAndKeepsTheRostersOfItsClasses() {
    // Given
    var own = Fresh.id("cs");
    var key =
        make(Map.of("name", "sis", "roles", List.of("registrar"), "class_ids", List.of(own)))
            .getString("key");
    var roster =
        Api.text(
            Map.of(
                "name", "CS",
                "time_zone", "UTC",
                "members", List.of(Api.member(student, "student"))));

    // Then
    with(key).body(roster).put("/api/classes/" + own + "/roster").then().statusCode(204);
    with(key).get("/api/classes/" + own + "/roster").then().statusCode(200);
    with(key).body(roster).put("/api/classes/x" + own + "/roster").then().statusCode(403);
    with(key).get("/api/classes/" + own + "/rules").then().statusCode(403);
  }

  @Test
  void duringARotationBothSecretsAreAcceptedAndThenTheNewOneOnly() throws SQLException {
    // Given
    var made = make(GRADER);
    var before = made.getString("key");

    // When
    var rotated = rotate(made.getString("id"), Map.of("overlap", "1h")).statusCode(200);
    var after = rotated.extract().jsonPath().getString("key");

    // Then
    submit(before, SubmissionJson.practice(student)).statusCode(201);
    submit(after, SubmissionJson.practice(student)).statusCode(201);
    rotated.body("previous.prefix", equalTo(made.getString("prefix")));

    // When
    onAnotherNode("previous_until = now() - interval '1 s'", made.getString("id"));

    // Then
    await().atMost(TWO_SECONDS).untilAsserted(() -> refused(before));
    submit(after, SubmissionJson.practice(student)).statusCode(201);
  }

  @Test
  void theOldSecretEndsWithTheKeyAtTheLatest() {
    // Given
    var id = make(GRADER).getString("id");
    var end = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS).toString();

    // When
    var rotated = rotate(id, Map.of("overlap", "30d", "expires_at", end)).statusCode(200);

    // Then
    rotated.body("expires_at", equalTo(end)).body("previous.valid_until", equalTo(end));
  }

  @Test
  void aRotationWithoutOverlapRefusesTheOldSecretAtOnce() {
    // Given
    var made = make(GRADER);

    // When
    var after =
        rotate(made.getString("id"), Map.of("overlap", "0s")).extract().jsonPath().getString("key");

    // Then
    refused(made.getString("key"));
    submit(after, SubmissionJson.practice(student)).statusCode(201);
  }

  @Test
  void aRevokedKeyIsRefusedAtOnceWithBothSecrets() {
    // Given
    var made = make(GRADER);
    var id = made.getString("id");
    var after = rotate(id, Map.of()).extract().jsonPath().getString("key");

    // When
    asOperator().delete("/api/keys/" + id).then().statusCode(204);
    asOperator().delete("/api/keys/" + id).then().statusCode(204);

    // Then
    refused(made.getString("key"));
    refused(after);
    assertNotNull(listed(id).get("revoked_at"));
    rotate(id, Map.of()).statusCode(409);
  }

  @Test
  void aKeyRevokedOnAnotherNodeIsRefusedWithinTwoSecondsWithoutAHint() throws SQLException {
    // Given
    var made = make(GRADER);
    submit(made.getString("key"), SubmissionJson.practice(student)).statusCode(201);

    // When
    onAnotherNode("revoked_at = now()", made.getString("id"));

    // Then
    await().atMost(TWO_SECONDS).untilAsserted(() -> refused(made.getString("key")));
  }

  @Test
  void anExpiredKeyIsRefusedAndTheLogSaysWhy() throws SQLException {
    // Given
    var made = make(GRADER);
    var key = made.getString("key");
    try (var log = new LogLines("laurel.security")) {
      // When
      onAnotherNode("expires_at = now() - interval '1 s'", made.getString("id"));

      // Then
      await().atMost(TWO_SECONDS).untilAsserted(() -> refused(key));
      var lines = log.all().stream().map(line -> line.getMessage()).toList();
      assertTrue(
          lines.contains("A key was refused: it has expired (" + made.getString("id") + ")"),
          lines::toString);
      assertFalse(lines.toString().contains(key), lines::toString);
    }
  }

  @Test
  void anUnknownKeyIsRefused() {
    refused(KeySecret.generate(new SecureRandom()));
    refused("lrl_");
  }

  @Test
  void theLastUseIsShown() {
    // Given
    var made = make(GRADER);
    var id = made.getString("id");
    assertNull(listed(id).get("last_used_at"));

    // When
    submit(made.getString("key"), SubmissionJson.practice(student)).statusCode(201);
    uses.flush();

    // Then
    assertNotNull(listed(id).get("last_used_at"));
  }

  @Test
  void aUseOfBeforeARotationIsThatOfTheOldSecret() {
    // Given
    var made = make(GRADER);
    var id = made.getString("id");
    submit(made.getString("key"), SubmissionJson.practice(student)).statusCode(201);

    // When
    rotate(id, Map.of("overlap", "1h")).statusCode(200);
    uses.flush();

    // Then
    assertNull(listed(id).get("last_used_at"));
    assertNotNull(((Map<?, ?>) listed(id).get("previous")).get("last_used_at"));
  }

  @Test
  void whatHappensToAKeyIsAuditedAndSoIsWhatItDoes() {
    // Given
    var made = make(GRADER);
    var id = made.getString("id");
    Api.accept(SubmissionJson.practice(student).with("submission_id", id));

    // When
    with(made.getString("key"))
        .post("/api/submissions/gradebot/" + id + "/withdrawal")
        .then()
        .statusCode(200);
    rotate(id, Map.of()).statusCode(200);
    asOperator().delete("/api/keys/" + id).then().statusCode(204);

    // Then
    var entries = asOperator().get("/api/audit?limit=500").then().statusCode(200);
    for (var action : List.of("key_created", "key_rotated", "key_revoked")) {
      entries.body("items.findAll { it.target == '" + id + "' }.action", hasItem(action));
    }
    entries.body(
        "items.findAll { it.actor == 'key:" + id + "' }.action", hasItem("result_withdrawn"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"roles\":[\"grader\"]} | name",
        "{\"name\":\"k\"} | roles",
        "{\"name\":\"k\",\"roles\":[]} | roles",
        "{\"name\":\"k\",\"roles\":[\"instructor\"]} | roles[0]",
        "{\"name\":\"k\",\"roles\":[\"operator\"]} | routes",
        "{\"name\":\"k\",\"roles\":[\"grader\"],\"routes\":[\"everything\"]} | routes[0]",
        "{\"name\":\"k\",\"roles\":[\"grader\"],\"class_ids\":[]} | class_ids",
        "{\"name\":\"k\",\"roles\":[\"operator\"],\"routes\":[\"audit\"],\"class_ids\":[\"c\"]} | class_ids",
        "{\"name\":\"k\",\"roles\":[\"grader\"],\"expires_at\":\"2020-01-01T00:00:00Z\"} | expires_at",
        "{\"name\":\"k\",\"roles\":[\"grader\"],\"expires_at\":\"2099-01-01T00:00:00Z\"} | expires_at",
      })
  void aWrongRequestNamesItsField(String body, String field) {
    asOperator()
        .body(body)
        .post("/api/keys")
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo(field));
  }

  @ParameterizedTest
  @CsvSource({"1y", "31d", "-1h", "''"})
  void aWrongOverlapIsRefused(String overlap) {
    // Given
    var id = make(GRADER).getString("id");

    // Then
    rotate(id, Map.of("overlap", overlap))
        .statusCode(400)
        .body("errors[0].field", equalTo("overlap"));
  }

  @Test
  void anUnknownKeyIsNotFound() {
    rotate("nothing", Map.of()).statusCode(404);
    asOperator().delete("/api/keys/nothing").then().statusCode(404);
  }

  private JsonPath make(Map<String, Object> request) {
    return asOperator()
        .body(Api.text(request))
        .post("/api/keys")
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }

  private String makeFor(String classId) {
    return make(Map.of("name", "bot", "roles", List.of("grader"), "class_ids", List.of(classId)))
        .getString("key");
  }

  private ValidatableResponse rotate(String id, Map<String, Object> request) {
    return asOperator().body(Api.text(request)).post("/api/keys/" + id + "/rotation").then();
  }

  private Map<String, Object> listed(String id) {
    return asOperator()
        .get("/api/keys")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getMap("find { it.id == '" + id + "' }");
  }

  private RequestSpecification asOperator() {
    return as(operator, Roles.OPERATOR);
  }

  private static RequestSpecification with(String key) {
    return given().auth().oauth2(key).contentType(ContentType.JSON).urlEncodingEnabled(false);
  }

  private static ValidatableResponse submit(String key, Object body) {
    return with(key).body(Api.text(body)).post("/api/submissions").then();
  }

  private static ValidatableResponse notifyOf(String key, String user) {
    return with(key)
        .body("{\"type\":\"streak_update\",\"current_streak\":1,\"streak_type\":\"daily\"}")
        .post("/api/users/" + user + "/notifications")
        .then();
  }

  private static void refused(String key) {
    with(key).get("/api/operations/log-levels").then().statusCode(401);
  }

  private void onAnotherNode(String change, String id) throws SQLException {
    sql()
        .execute(
            "update api_key set " + change + ", changed_at = clock_timestamp() where id = ?", id);
  }

  private TestSql sql() {
    return new TestSql(database);
  }
}
