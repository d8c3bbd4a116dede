package dev.laurel.security;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(PemKeyProfile.class)
class PemKeyTest {
  @TestHTTPResource("/ws/probe")
  String socket;

  @Test
  void aTokenOfTheKeyIsAccepted() {
    whoIs(Tokens.rs256(Tokens.claims())).statusCode(200).body(startsWith("42 alice "));
  }

  @Test
  void aTokenOfAnotherKindOfKeyIsRefused() {
    whoIs(Tokens.es256(Tokens.claims())).statusCode(401);
  }

  @Test
  void anHs256TokenSignedWithThePemTextIsRefused() {
    whoIs(Tokens.hs256(Tokens.claims(), Tokens.publicKeyPem())).statusCode(401);
  }

  @Test
  void anHs256TokenSignedWithTheKeyBytesIsRefused() {
    whoIs(Tokens.hs256(Tokens.claims(), Tokens.publicKeyDer())).statusCode(401);
  }

  @Test
  void issuingATicketWithoutRedisIsUnavailable() {
    given()
        .auth()
        .oauth2(Tokens.rs256(Tokens.claims()))
        .post("/api/ws-tickets")
        .then()
        .statusCode(503)
        .header("Retry-After", "2")
        .contentType("application/problem+json");
  }

  @Test
  void usingATicketWithoutRedisIsUnavailable() {
    // When
    var uri = socket.replaceFirst("^http", "ws") + "?ticket=" + "A".repeat(43);
    var handshake = Handshake.open(uri);

    // Then
    assertEquals(new Handshake(503, null, "application/problem+json", null), handshake);
  }

  private static ValidatableResponse whoIs(String token) {
    return given().auth().oauth2(token).get("/api/probe").then();
  }
}
