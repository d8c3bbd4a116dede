package dev.laurel.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.laurel.fuzz.Fuzz.Failures;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.TestTokens;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Sends tokens with a valid signature and hostile claims or headers. */
final class TokenFuzz {
  private static final int PER_CONNECTION = 25;

  private final URI node;

  TokenFuzz(URI node) {
    this.node = node;
  }

  void tokens(int cases) {
    Fuzz.run("tokens", cases, PER_CONNECTION, this::tokens);
  }

  private void tokens(int first, int count, Failures failures) throws IOException {
    for (int number = first; number < first + count; number++) {
      var request =
          "GET /api/me HTTP/1.1\r\nHost: laurel\r\nConnection: close\r\nAuthorization: Bearer "
              + token(number)
              + "\r\n\r\n";
      try (var wire = new Wire(node)) {
        wire.write(request.getBytes(UTF_8));
        var answer = wire.read();
        if (answer.status() != 200 && answer.status() != 401 && answer.status() != 431) {
          failures.add("status " + answer.status(), number, request + answer);
        } else if (answer.status() == 401
            && !answer.head().contains("content-type: application/problem+json")) {
          failures.add("no problem document", number, request + answer);
        }
      } catch (EOFException | SocketException e) {
        failures.add("no answer", number, request);
      }
    }
  }

  private static String token(int number) {
    var hostile = Fuzz.hostile("tokens", number);
    long now = Instant.now().getEpochSecond();
    var header =
        hostile.oneIn(3)
            ? hostile.json("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k\"}")
            : hostile.any(
                List.of(
                    "{\"alg\":\"HS256\"}",
                    "{\"alg\":\"none\"}",
                    "{\"alg\":\"RS256\"}",
                    "{\"alg\":\"HS256\",\"zip\":\"DEF\"}",
                    "{\"alg\":\"HS256\",\"crit\":[\"x\"]}",
                    "{\"alg\":\"dir\",\"enc\":\"A128GCM\"}"));
    var claims =
        """
        {"sub":"%s","iat":%d,"exp":%d,"nbf":%d,"jti":"j","groups":["grader"],"preferred_username":"m","iss":"i","aud":"a"}"""
            .formatted(Fresh.id("mallory"), now, now + 60, now);
    if (!hostile.oneIn(4)) {
      claims = hostile.json(claims);
    }
    var bytes = claims.getBytes(UTF_8);
    var signed =
        encode(header.getBytes(UTF_8))
            + "."
            + encode(hostile.oneIn(6) ? hostile.bytes(bytes) : bytes);
    return signed + "." + encode(signature(signed));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] signature(String signed) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(TestTokens.SECRET.getBytes(UTF_8), "HmacSHA256"));
      return mac.doFinal(signed.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
