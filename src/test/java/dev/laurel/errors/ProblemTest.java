package dev.laurel.errors;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.security.PemKeyProfile;
import dev.laurel.security.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(PemKeyProfile.class)
class ProblemTest {
  @Test
  void validDocumentIsReturnedUnchanged() {
    post("""
            {"item_id":"a","max_score":10,"score":9,"passed":true,"kind":"practice",
             "graded_at":"2026-11-23T03:00:00+02:00","item_parts":[{"part_name":"p","weight":1}]}
            """)
        .statusCode(200)
        .body("kind", equalTo("practice"))
        .body("score", is(9.0f))
        .body("graded_at", equalTo("2026-11-23T01:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "item_id    | 7                | must be a string",
        "item_id    | true             | must be a string",
        "item_id    | {}               | must be a string",
        "max_score  | \"100\"          | must be a whole number",
        "max_score  | true             | must be a whole number",
        "max_score  | 1.5              | must be a whole number",
        "max_score  | 99999999999      | is out of range",
        "max_score  | \"\"             | must be a whole number",
        "score      | \"92.5\"         | must be a number",
        "score      | \"NaN\"          | must be a number",
        "score      | 1e999            | must be a number",
        "score      | false            | must be a number",
        "passed     | 1                | must be true or false",
        "passed     | \"true\"         | must be true or false",
        "kind       | \"exam\"         | must be one of practice, assignment",
        "kind       | 0                | must be one of practice, assignment",
        "kind       | \"\"             | must be one of practice, assignment",
        "graded_at  | 1700000000       | must be a date and time such as 2026-11-23T01:00:00Z",
        "graded_at  | \"yesterday\"    | must be a date and time such as 2026-11-23T01:00:00Z",
        "graded_at  | \"2026-11-23\"   | must be a date and time such as 2026-11-23T01:00:00Z",
        "item_parts | {}               | must be an array",
        "item_parts | \"\"             | must be an array",
      })
  void wrongJsonTypeIsReportedWithTheExpectedOne(String field, String value, String message) {
    isBadRequest(post("{\"" + field + "\":" + value + "}"))
        .body("errors.field", contains(field))
        .body("errors.message", contains(message));
  }

  @Test
  void wrongTypeInNestedObjectIsReportedWithItsPath() {
    isBadRequest(post("{\"item_parts\":[{\"part_name\":\"p\",\"weight\":1},{\"weight\":\"2\"}]}"))
        .body("errors.field", contains("item_parts[1].weight"));
  }

  @Test
  void missingPrimitiveIsReportedWithItsField() {
    isBadRequest(post("{\"item_parts\":[{\"part_name\":\"p\"}]}"))
        .body("errors.field", contains("item_parts[0].weight"));
  }

  @Test
  void brokenConstraintsAreAllReportedWithTheirJsonNames() {
    isBadRequest(post("{\"max_score\":0,\"item_parts\":[{\"part_name\":\" \",\"weight\":1}]}"))
        .body("errors.field", contains("item_id", "item_parts[0].part_name", "max_score"))
        .body("errors", hasItem(hasEntry("message", "must be greater than 0")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{",
        "{\"item_id\":",
        "{\"score\":NaN}",
        "{\"item_id\":\"a\",\"item_id\":\"b\"}",
        "{\"item_id\":\"a\",\"max_score\":1} x",
      })
  void bodyOfAnotherShapeIsBadRequest(String body) {
    isBadRequest(post(body)).body("errors.field", contains(""));
  }

  @Test
  void tooDeeplyNestedJsonIsBadRequest() {
    // As bytes: the client has a pretty form of every text ready, in which each level is indented.
    var body = "{\"unknown\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
    isBadRequest(
        asCaller()
            .contentType("application/json")
            .body(body.getBytes(UTF_8))
            .post("/api/items")
            .then());
  }

  @Test
  void bytesOfAnotherCharacterSetAreBadRequest() {
    isBadRequest(
        asCaller()
            .contentType("application/json")
            .body(new byte[] {0, 0, 0, 1, 2, (byte) 0xff})
            .post("/api/items")
            .then());
  }

  @Test
  void invalidQueryParameterIsReportedWithItsName() {
    isBadRequest(asCaller().get("/api/items?page_size=101").then())
        .body("errors.field", contains("page_size"));
  }

  @Test
  void queryParameterOfWrongTypeIsBadRequest() {
    isBadRequest(asCaller().get("/api/items?page_size=ten").then())
        .body("errors.field", contains("page_size"))
        .body("errors.message", contains("must be a whole number"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/nothing", "/api/items/nothing/here", "/ws/nothing"})
  void unknownPathAnswersWithAProblemDocument(String path) {
    isProblem(asCaller().get(path).then(), 404);
  }

  @Test
  void unsupportedMethodAnswersWithAProblemDocument() {
    isProblem(asCaller().delete("/api/items").then(), 405);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/me, 'GET, HEAD, OPTIONS'",
    "/api/submissions, 'OPTIONS, POST'",
    "/api/seasons, 'GET, HEAD, OPTIONS, POST'",
    "/api/classes/c1/board/freeze, 'DELETE, OPTIONS, PUT'",
    "/api/users/u1/data, 'DELETE, GET, HEAD, OPTIONS'",
  })
  void unsupportedMethodAnswersWithTheAllowedOnes(String path, String methods) {
    isProblem(asCaller().patch(path).then(), 405).header("Allow", methods);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api;x=1/me", "/api/me;x=1", "/api/users/a;b/data", "/api;/me"})
  void pathWithParametersIsRefused(String path) throws IOException, InterruptedException {
    // Given
    var address = URI.create(RestAssured.baseURI + ":" + RestAssured.port + path);
    var request =
        HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer " + Tokens.rs256(Tokens.claims()))
            .build();

    // When
    var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

    // Then
    assertEquals(400, response.statusCode(), response.body());
    assertEquals("no-store", response.headers().firstValue("Cache-Control").orElse("no-store"));
  }

  @Test
  void unacceptableMediaTypeAnswersWithAProblemDocument() {
    isProblem(asCaller().accept("image/png").get("/api/items").then(), 406);
  }

  @Test
  void unsupportedMediaTypeAnswersWithAProblemDocument() {
    isProblem(asCaller().contentType("text/csv").body("a,b").post("/api/items").then(), 415);
  }

  @Test
  void bodyAboveTheLimitAnswersWithAProblemDocument() {
    isProblem(post("{\"item_id\":\"" + "x".repeat(70_000) + "\"}"), 413);
  }

  @Test
  void chunkedBodyAboveTheLimitIsRefused() throws IOException, InterruptedException {
    // Given a body that does not tell its length beforehand
    var body = ("{\"item_id\":\"" + "x".repeat(66_000) + "\"}").getBytes(StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(
                URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/items"))
            .header("Authorization", "Bearer " + Tokens.rs256(Tokens.claims()))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
            .build();

    // When
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    var response = client.send(request, BodyHandlers.ofString());

    // Then
    assertEquals(413, response.statusCode());
  }

  @Test
  void missingTokenAnswersWithAProblemDocument() {
    isProblem(given().get("/api/items").then(), 401).header("WWW-Authenticate", "Bearer");
  }

  @Test
  void unknownPathWithoutTokenIsUnauthorized() {
    isProblem(given().get("/api/nothing").then(), 401);
  }

  @Test
  void missingRoleAnswersWithAProblemDocument() {
    isProblem(asCaller().get("/api/items/admin").then(), 403);
  }

  @Test
  void problemThrownByAResourceIsTheAnswer() {
    isProblem(asCaller().get("/api/items/failing?how=gone").then(), 404)
        .body("detail", equalTo("There is no such item."));
  }

  @Test
  void retryAfterIsRoundedUpToWholeSeconds() {
    isProblem(asCaller().get("/api/items/failing?how=busy").then(), 503).header("Retry-After", "2");
  }

  @Test
  void requestDuringADatabaseOutageIsUnavailable() {
    isProblem(asCaller().get("/api/items/failing?how=database").then(), 503)
        .header("Retry-After", "2");
  }

  @Test
  void requestThatFindsTheDatabasesDiskFullIsToldSo() {
    isProblem(asCaller().get("/api/items/failing?how=full").then(), 503)
        .header("Retry-After", "30")
        .body("detail", containsString("no space left"));
  }

  @Test
  void unexpectedFailureAnswersWithItsIdOnly() {
    isProblem(asCaller().get("/api/items/failing?how=badly").then(), 500)
        .body("instance", startsWith("urn:uuid:"))
        .body(not(containsString("inner workings")))
        .body(not(containsString("Exception")));
  }

  private static ValidatableResponse isBadRequest(ValidatableResponse response) {
    return isProblem(response, 400);
  }

  private static ValidatableResponse isProblem(ValidatableResponse response, int status) {
    return response
        .statusCode(status)
        .contentType("application/problem+json")
        .body("type", equalTo("about:blank"))
        .body("status", equalTo(status))
        .body(not(containsString("dev.laurel")))
        .body(not(containsString("java.")));
  }

  private static ValidatableResponse post(String body) {
    return asCaller().contentType("application/json").body(body).post("/api/items").then();
  }

  private static RequestSpecification asCaller() {
    return given().auth().oauth2(Tokens.rs256(Tokens.claims()));
  }
}
