package dev.laurel.demo;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.laurel.testing.EmbeddedServersResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Without laurel.demo. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class DemoOffTest {

  @ParameterizedTest
  @CsvSource({
    "GET, /demo/users",
    "GET, /demo/tokens",
    "POST, /demo/tokens",
    "DELETE, /demo/tokens",
    "GET, /demo",
    "GET, /demo/"
  })
  void demoPathsAnswerLikeUnknownPathsWhenTheDemoIsOff(String method, String path) {
    // Given
    var nowhere = given().request(method, "/nowhere").then().extract();

    // When
    var answer =
        given()
            .contentType(ContentType.JSON)
            .body("{\"user\":\"alice\"}")
            .request(method, path)
            .then();

    // Then
    answer.statusCode(404).contentType(nowhere.contentType()).body(equalTo(nowhere.asString()));
  }

  @Test
  void pageIsServedAndMayRunOnlyItsOwnScripts() {
    given()
        .get("/")
        .then()
        .statusCode(200)
        .header("Content-Security-Policy", containsString("script-src 'self'"))
        .header("Cache-Control", "no-cache")
        .body(containsString("src=\"./assets/"))
        .body(not(containsString("<style")));
  }

  @Test
  void apiDocumentDoesNotMentionTheDemo() {
    given().get("/q/openapi").then().statusCode(200).body(not(containsString("/demo")));
  }
}
