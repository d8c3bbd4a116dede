package dev.laurel.imports;

import static dev.laurel.imports.ImportCall.result;
import static dev.laurel.testing.Api.me;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Bodies above the limit of other requests, and such as end early. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class ImportBodyTest {
  private final String ada = Fresh.id("ada");
  private final ImportCall term = ImportCall.of(Fresh.id("term"));

  /** More than 4 MB that are refused, and a result after them. */
  private byte[] large() {
    var refused = ("{\"type\":\"" + "x".repeat(100_000) + "\"}\n").repeat(60);
    return (refused + ImportCall.lines(result(SubmissionJson.practice(ada)))).getBytes(UTF_8);
  }

  @Test
  void aBodyOfAnySizeIsImportedThatTellsItsLength() {
    importLarge(BodyPublishers.ofByteArray(large()));
  }

  @Test
  void aBodyOfAnySizeIsImportedThatComesInChunks() {
    var body = large();
    importLarge(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
  }

  private void importLarge(BodyPublisher body) {
    // When
    var answer = ImportCall.json(term.send("POST", "application/x-ndjson", body));

    // Then
    assertEquals(60, answer.getInt("counts.unknown.refused"));
    assertEquals(90, me(ada).getInt("total_points"));
  }

  @Test
  void whatCameInBeforeAConnectionWasLostIsImportedAndTheRestWhenItIsSentAgain()
      throws IOException {
    // Given
    var first = result(SubmissionJson.practice(ada));
    var second = result(SubmissionJson.practice(ada));
    var body = ImportCall.lines(first, second);

    // When
    try (var connection = connect()) {
      var head =
          """
          POST /api/imports?id=%s HTTP/1.1\r
          Host: localhost\r
          Authorization: Bearer %s\r
          Content-Type: application/x-ndjson\r
          Content-Length: %d\r
          \r
          """
              .formatted(term.id(), TestTokens.of("operator", "operator"), body.length());
      connection
          .getOutputStream()
          .write((head + body.substring(0, body.length() - 20)).getBytes(UTF_8));
      connection.getOutputStream().flush();
      await()
          .until(
              () ->
                  term.send("GET", "application/json", BodyPublishers.noBody()).statusCode()
                      == 200);
    }

    // Then
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertEquals(90, me(ada).getInt("total_points")));
    assertEquals("open", term.get().getString("state"));
    var answer = term.post(first, second);
    assertEquals(1, answer.getInt("counts.result.unchanged"));
    assertEquals(1, answer.getInt("counts.result.created"));
    assertEquals("done", term.get().getString("state"));
  }

  private static Socket connect() throws IOException {
    var address = URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));
    return new Socket(address.getHost(), address.getPort());
  }
}
