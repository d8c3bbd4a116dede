package dev.laurel.demo;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.embedded.Durability;
import dev.laurel.embedded.EmbeddedServers;
import dev.laurel.testing.LaurelProcess;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged service with LAUREL_DEMO set by hand beside servers that it has not brought. */
class DemoIT {
  @TempDir static Path data;

  private static EmbeddedServers servers;
  private static LaurelProcess laurel;

  @BeforeAll
  static void start() {
    // Servers of its own, since the class of the demo must not appear in other tests' database.
    servers = EmbeddedServers.start(data, Durability.THROWAWAY);
    var environment = new HashMap<>(LaurelProcess.environment(servers.settings()));
    environment.putAll(
        Map.of(
            "LAUREL_DEMO", "true",
            "LAUREL_DEMO_TOKEN_TTL", "10m",
            "LAUREL_DEMO_SUBMISSIONS_PER_MINUTE", "600",
            "LAUREL_AUTH_HS256_SECRET", "a secret of the demo, of 32 bytes or more",
            "LAUREL_AUTH_USER_CLAIM", "user_id",
            "LAUREL_AUTH_ROLES_CLAIM", "roles",
            "MP_JWT_VERIFY_ISSUER", "https://courses.example",
            "MP_JWT_VERIFY_AUDIENCES", "laurel"));
    laurel = LaurelProcess.start(environment);
  }

  @AfterAll
  static void stop() {
    try {
      if (laurel != null) {
        laurel.close();
      }
    } finally {
      servers.close();
    }
  }

  private static RequestSpecification http() {
    return given(
        new RequestSpecBuilder()
            .setBaseUri(laurel.baseUri())
            .setContentType(ContentType.JSON)
            .build());
  }

  private static ValidatableResponse mint(String body) {
    return http().body(body).post("/demo/tokens").then();
  }

  private static String token(String body) {
    return mint(body).statusCode(200).extract().path("token");
  }

  @Test
  void demoBesideAnExternalDatabaseLogsOneWarning() {
    assertEquals(
        1, laurel.log().lines().filter(line -> line.contains("WARN  [laurel.demo]")).count());
    assertEquals("127.0.0.1", laurel.baseUri().getHost());
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8080"})
  void nameOfAnotherHostGetsNoToken(String host) {
    http()
        .header("Host", host)
        .body("{\"user\":\"alice\"}")
        .post("/demo/tokens")
        .then()
        .statusCode(403)
        .body(not(containsString("expires_in")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:8080", "[::1]:8080", "192.168.1.7"})
  void nameOfThisMachineOrAnAddressGetsAToken(String host) {
    http()
        .header("Host", host)
        .body("{\"user\":\"alice\"}")
        .post("/demo/tokens")
        .then()
        .statusCode(200);
  }

  @Test
  void mintedTokenIsAccepted() {
    // Given
    var user = "guest-" + UUID.randomUUID();

    // When
    var answer = mint("{\"user\":\"" + user + "\"}");

    // Then
    String token = answer.statusCode(200).body("expires_in", equalTo(600)).extract().path("token");
    http()
        .auth()
        .oauth2(token)
        .get("/api/me")
        .then()
        .statusCode(200)
        .body("user.id", equalTo(user))
        .body("user.username", equalTo(user));
  }

  @Test
  void onlyAGraderTokenPostsSubmissions() {
    // Given
    var submission =
        """
        {"source":"demo-it","submission_id":"%s","user":{"id":"%<s","username":"guest"},"kind":"practice",
         "problem":{"id":"p","title":"P","points":10},"score":1,"max_score":1}"""
            .formatted(UUID.randomUUID());
    var grader = token("{\"user\":\"gradebot\",\"roles\":[\"grader\"]}");
    var student = token("{\"user\":\"alice\",\"roles\":[]}");

    // When
    var accepted = http().auth().oauth2(grader).body(submission).post("/api/submissions").then();
    var refused = http().auth().oauth2(student).body(submission).post("/api/submissions").then();

    // Then
    accepted.statusCode(201);
    refused.statusCode(403);
  }

  @Test
  void operatorTokenReadsTheAuditLog() {
    // Given
    var operator = token("{\"user\":\"operations\",\"roles\":[\"operator\"]}");

    // When
    var answer = http().auth().oauth2(operator).get("/api/audit").then();

    // Then
    answer.statusCode(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"roles\":[\"grader\"]} | user",
        "{\"user\":\" \"} | user",
        "{\"user\":7} | user",
        "{\"user\":\"alice\",\"roles\":[\"grader\",\"admin\"]} | roles[1]",
        "{\"user\":\"alice\",\"roles\":[null]} | roles[0]",
        "{\"user\":\"alice\",\"roles\":\"grader\"} | roles"
      })
  void badTokenRequestNamesTheField(String body, String field) {
    mint(body)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors", hasSize(1))
        .body("errors[0].field", equalTo(field));
  }

  @Test
  void usersOfTheClassAreListed() {
    http()
        .get("/demo/users")
        .then()
        .statusCode(200)
        .body("class.id", equalTo("demo101"))
        .body("users", hasSize(25))
        .body("users[0].id", equalTo("alice"))
        .body("users.role", everyItem(oneOf("student", "instructor")));
  }

  @Test
  void classKeepsSubmitting() {
    // Given
    var token = token("{\"user\":\"alice\"}");
    int before = version(token);

    // Then
    await().atMost(Duration.ofSeconds(20)).until(() -> version(token) > before + 3);
  }

  private static int version(String token) {
    return http()
        .auth()
        .oauth2(token)
        .get("/api/leaderboards/classes/demo101")
        .then()
        .statusCode(200)
        .body("entries", not(hasSize(0)))
        .extract()
        .path("version");
  }

  @Test
  void pageIsServedAtTheRoot() {
    http().get("/").then().statusCode(200).body(containsString("<title>Laurel</title>"));
  }
}
