package dev.laurel.security;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SharedSecretProfile.class)
class SimpleJwtTest {
  @Test
  void aNumericUserIdIsTheUser() {
    whoIs(Tokens.simpleJwt("user_id", 42)).statusCode(200).body(startsWith("42 alice [] "));
  }

  @Test
  void aUserIdMayBeAString() {
    whoIs(Tokens.simpleJwt("user_id", "42")).statusCode(200).body(startsWith("42 alice [] "));
  }

  @Test
  void theRolesClaimMayBeNested() {
    whoIs(Tokens.simpleJwt("access", Map.of("roles", List.of("grader"))))
        .body(startsWith("42 alice [grader] "));
  }

  @Test
  void theUsernameClaimIsUsedWithoutAPreferredUsername() {
    whoIs(Tokens.simpleJwt("preferred_username", null, "username", "bob", "name", "Bob B."))
        .body(startsWith("42 bob "));
  }

  @Test
  void aRefreshTokenIsRefused() {
    whoIs(Tokens.simpleJwt("token_type", "refresh")).statusCode(401);
  }

  @Test
  void aTokenWithoutUserIdIsRefusedEvenIfItHasASubject() {
    whoIs(Tokens.simpleJwt("user_id", null, "sub", "42")).statusCode(401);
  }

  @Test
  void aUserIdThatIsNoWholeNumberIsRefused() {
    whoIs(Tokens.simpleJwt("user_id", 4.5)).statusCode(401);
  }

  @Test
  void anotherSecretIsRefused() {
    var secret = "another secret of more than 32 bytes".getBytes(StandardCharsets.UTF_8);
    whoIs(Tokens.hs256(Tokens.claims("user_id", 42), secret)).statusCode(401);
  }

  @Test
  void anUnsignedTokenIsRefused() {
    whoIs(Tokens.unsigned(Tokens.claims("user_id", 42))).statusCode(401);
  }

  @Test
  void anRs256TokenIsRefused() {
    whoIs(Tokens.signedByAnotherKey()).statusCode(401);
  }

  private static ValidatableResponse whoIs(String token) {
    return given().auth().oauth2(token).get("/api/probe").then();
  }
}
