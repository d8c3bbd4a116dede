package dev.laurel.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The security headers of every response. HardenedNodeIT covers Strict-Transport-Security. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class ResponseHeadersTest {
  private static final Map<String, String> EVERYWHERE =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/laurel.svg",
        "/api/me",
        "/api/nowhere",
        "/nowhere",
        "/demo/users",
        "/ws/game",
        "/q/health/live",
        "/q/metrics",
        "/q/openapi",
        "/q/asyncapi",
        "/q/info",
        "/q/swagger-ui/"
      })
  void everyResponseCarriesEachSecurityHeaderOnce(String path) {
    // When
    var headers = given().get(path).headers();

    // Then
    EVERYWHERE.forEach(
        (name, value) -> assertEquals(List.of(value), headers.getValues(name), name));
    assertEquals(1, headers.getValues("Permissions-Policy").size());
    assertEquals(1, headers.getValues("Content-Security-Policy").size());
    assertEquals(List.of(), headers.getValues("Server"));
    assertEquals(List.of(), headers.getValues("X-Powered-By"));
    assertEquals(List.of(), headers.getValues("Strict-Transport-Security"), "on plain HTTP");
  }

  @Test
  void thePageMayLoadOnlyFromItsOwnOrigin() {
    given()
        .get("/")
        .then()
        .statusCode(200)
        .header(
            "Content-Security-Policy",
            allOf(
                containsString("default-src 'none'"),
                containsString("script-src 'self'"),
                containsString("base-uri 'none'"),
                containsString("frame-ancestors 'none'"),
                not(containsString("unsafe")),
                not(containsString("*"))));
  }

  @Test
  void swaggerUiIsNotFoundUnlessEnabled() {
    given().get("/q/swagger-ui/").then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/me", "/q/openapi", "/nowhere"})
  void responsesOtherThanPagesMayLoadNothing(String path) {
    given()
        .get(path)
        .then()
        .header("Content-Security-Policy", equalTo("default-src 'none'; frame-ancestors 'none'"));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/me, no-store",
    "/api/me/data, no-store",
    "/api/achievements, no-store",
    "/api/achievements/progress, no-store",
    "/api/seasons, no-store",
    "/api/notifications/unread-count, no-store",
    "/api/nowhere, no-store",
    "/api/leaderboards/classes/none, no-store"
  })
  void personalResponsesAreNotStored(String path, String policy) {
    var headers = Api.as(Fresh.id("ada")).get(path).headers();
    assertEquals(List.of(policy), headers.getValues("Cache-Control"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/notifications", "/api/leaderboards/global"})
  void responsesWithAVersionAreRevalidated(String path) {
    Api.as(Fresh.id("ada"))
        .get(path)
        .then()
        .header("Cache-Control", allOf(containsString("private"), containsString("no-cache")));
  }

  @Test
  void refusalsAreNotStored() {
    given().get("/api/me").then().statusCode(401).header("Cache-Control", "no-store");
  }

  @Test
  void assetsOfThePageAreCached() {
    given().get("/laurel.svg").then().header("Cache-Control", not(nullValue()));
  }
}
