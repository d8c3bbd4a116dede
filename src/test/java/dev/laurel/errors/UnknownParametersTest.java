package dev.laurel.errors;

import static dev.laurel.testing.Api.as;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class UnknownParametersTest {
  @TestHTTPResource("/")
  URI node;

  private final String user = Fresh.id("u");

  @ParameterizedTest
  @CsvSource({
    "/api/notifications?sinse=7, sinse, since",
    "/api/notifications?since=0&sentAt=2026-01-01T00:00:00Z, sentAt, sent_at",
    "/api/leaderboards/global?pageSize=5, pageSize, page_size",
    "/api/leaderboards/global?page=1&_=1700000000, _, page",
    "/api/seasons?class=c1, class, class_id",
    "/api/audit?limits=3, limits, limit"
  })
  void anUnknownParameterIsNamedWithTheNearestKnownOne(
      String address, String parameter, String nearest) {
    as(user, "operator", "instructor")
        .get(address)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors.field", contains(parameter))
        .body("errors.message", contains("is unknown; the nearest known parameter is " + nearest));
  }

  @Test
  void aMisspeltTokenIdDoesNotRevokeAllTokens() {
    // When
    as(Fresh.id("t"), "instructor")
        .delete("/api/users/{id}/sessions?tokenid=stolen", user)
        .then()
        .statusCode(400)
        .body("errors.field", contains("tokenid"));

    // Then
    as(user).get("/api/me").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"token_id=", "token_id"})
  void aTokenIdWithoutAValueDoesNotRevokeAllTokens(String query) {
    // When
    as(Fresh.id("t"), "instructor")
        .delete("/api/users/" + user + "/sessions?" + query)
        .then()
        .statusCode(400)
        .body("errors.field", contains("token_id"));

    // Then
    as(user).get("/api/me").then().statusCode(200);
  }

  @Test
  void whatCannotBeRehearsedIsNotDoneInsteadEvenForALenientClient() {
    as(user, "instructor")
        .header("Prefer", "handling=lenient")
        .delete("/api/users/{id}/sessions?dry_run=true", user)
        .then()
        .statusCode(400)
        .body("errors.field", contains("dry_run"));
    as(user).get("/api/me").then().statusCode(200);
  }

  @Test
  void anOperationWithoutParametersSaysSo() {
    as(user)
        .get("/api/me?expand=all")
        .then()
        .statusCode(400)
        .body("errors.message", contains("is unknown; the operation has no parameters"));
  }

  @Test
  void aClientMayAskToIgnoreThem() {
    // When
    var answer = as(user).header("Prefer", "handling=lenient").get("/api/me?expand=all&x=1").then();

    // Then
    answer
        .statusCode(200)
        .header("Preference-Applied", "handling=lenient")
        .header("Laurel-Ignored-Fields", "expand, x");
  }

  @Test
  void pagesAndSocketsTakeAnyParameters() {
    given().get("/?utm_source=mail").then().statusCode(200);
    given().get("/q/health/live?x=1").then().statusCode(200);
    try (var socket = SocketClient.open(node, "/ws/game/?utm_source=mail", TestTokens.of(user))) {
      socket.probe();
    }
  }
}
