package dev.laurel.realtime.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.realtime.RawSocket;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.ErrorLog;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile input is answered with an error frame or a close code, and disturbs no other client. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class HostileInputTest {
  private static final String GAME = "/ws/game/";
  private static final String LEADERBOARD = "/ws/leaderboard/";
  private static final int TOO_BIG = 1009;
  private static final int PROTOCOL_ERROR = 1002;
  private static final int RATE_LIMIT = 4429;

  /** More frames than 100 times as many as may come at once. */
  private static final int FLOOD = 10_000;

  private static final Pattern INTERNALS =
      Pattern.compile(
          "Exception|[a-z]+\\.[a-z]+\\.[A-Za-z]+|\\tat |jackson|vertx", Pattern.CASE_INSENSITIVE);

  @TestHTTPResource("/")
  URI node;

  @Inject RedisDataSource redis;

  private final String mallory = Fresh.id("mallory");
  private final String alice = Fresh.id("alice");
  private SocketClient bystander;
  private ErrorLog errors;

  @BeforeEach
  void openBystander() {
    errors = new ErrorLog();
    bystander = SocketClient.open(node, GAME, TestTokens.of(alice));
  }

  @AfterEach
  void bystanderIsUndisturbed() {
    var served = new CourseBackEnd(node).tell(alice, 1);
    assertEquals(served, bystander.next());
    bystander.probe();
    assertEquals(2, bystander.frames().size());
    bystander.close();
    errors.close();
    assertEquals(List.of(), errors.messages());
  }

  static Stream<Arguments> nonsense() {
    var everywhere = new TreeMap<String, String>();
    everywhere.put("nothing", "");
    everywhere.put("blanks", " \n\t ");
    everywhere.put("no JSON", "hello");
    everywhere.put("markup", "<script>alert(1)</script>");
    everywhere.put("truncated object", "{\"type\":\"req");
    everywhere.put("unclosed object", "{\"type\":\"ack\"");
    everywhere.put("two objects", "{\"type\":\"ack\"}{\"type\":\"ack\"}");
    everywhere.put("single quotes", "{'type':'ack'}");
    everywhere.put("trailing comma", "{\"type\":\"ack\",}");
    everywhere.put("NaN", "{\"type\":\"ack\",\"seq\":NaN}");
    everywhere.put("array", "[{\"type\":\"ack\"}]");
    everywhere.put("number", "42");
    everywhere.put("null", "null");
    everywhere.put("string", "\"ack\"");
    everywhere.put("true", "true");
    everywhere.put("deep arrays", "[".repeat(10_000));
    everywhere.put("deep objects", "{\"type\":".repeat(7_000));
    everywhere.put(
        "deep field", "{\"type\":\"ack\",\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}");
    everywhere.put("long number", "{\"type\":\"ack\",\"seq\":1" + "0".repeat(50_000) + "}");
    everywhere.put("same name twice", "{\"type\":\"ack\",\"seq\":1,\"seq\":2}");
    everywhere.put("60 KB of junk", "j\u00fc\u2603".repeat(10_000));
    everywhere.put("control characters", "{\"type\":\"a\u0000\u0001\"}");
    var types = new TreeMap<String, String>();
    types.put("no type", "{}");
    types.put("another name", "{\"Type\":\"ack\"}");
    types.put("null type", "{\"type\":null}");
    types.put("empty type", "{\"type\":\"\"}");
    types.put("blank type", "{\"type\":\" \u2003 \"}");
    types.put("number as type", "{\"type\":1}");
    types.put("array as type", "{\"type\":[\"ack\"]}");
    types.put("object as type", "{\"type\":{\"type\":\"ack\"}}");
    types.put("true as type", "{\"type\":true}");
    types.put("long type", "{\"type\":\"" + "t".repeat(60_000) + "\"}");
    types.put("NUL in the type", "{\"type\":\"a\\u0000\"}");
    types.put("lone surrogate in the type", "{\"type\":\"\\udc00\"}");
    return Stream.of(GAME, LEADERBOARD)
        .flatMap(
            path ->
                Stream.concat(
                    everywhere.entrySet().stream()
                        .map(e -> arguments(path, e.getKey(), e.getValue(), "invalid_json", null)),
                    types.entrySet().stream()
                        .map(
                            e ->
                                arguments(
                                    path, e.getKey(), e.getValue(), "invalid_field", "type"))));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource
  void nonsense(String path, String name, String text, String code, String field) {
    assertError(path, text, code, field);
  }

  static Stream<Arguments> wrongFields() {
    var seqs =
        List.of(
            "",
            ",\"seq\":null",
            ",\"seq\":\"1\"",
            ",\"seq\":1.5",
            ",\"seq\":-1",
            ",\"seq\":1e3",
            ",\"seq\":9223372036854775808",
            ",\"seq\":[]",
            ",\"seq\":{}",
            ",\"seq\":true");
    var tokens =
        List.of(
            "",
            ",\"token\":null",
            ",\"token\":1",
            ",\"token\":\"\"",
            ",\"token\":[\"x\"]",
            ",\"token\":\"" + "x".repeat(50_000) + "\"",
            ",\"token\":\"\\u0000\"",
            ",\"token\":\"a.b\\ud800.c\"");
    var requests =
        Map.of(
            "class_id",
            ",\"leaderboard_type\":\"class\",\"class_id\":\"" + "x".repeat(129) + "\"",
            "leaderboard_type",
            ",\"leaderboard_type\":{}");
    return Stream.of(
            seqs.stream().map(seq -> arguments(GAME, "{\"type\":\"ack\"" + seq + "}", "seq")),
            Stream.of(GAME, LEADERBOARD)
                .flatMap(
                    path ->
                        tokens.stream()
                            .map(
                                token ->
                                    arguments(
                                        path,
                                        "{\"type\":\"refresh_token\"" + token + "}",
                                        "token"))),
            Stream.of("request_leaderboard", "request_user_rank")
                .flatMap(
                    type ->
                        requests.entrySet().stream()
                            .map(
                                wrong ->
                                    arguments(
                                        LEADERBOARD,
                                        "{\"type\":\"" + type + "\"" + wrong.getValue() + "}",
                                        wrong.getKey()))))
        .flatMap(arguments -> arguments);
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource
  void wrongFields(String path, String text, String field) {
    assertError(path, text, "invalid_field", field);
  }

  private void assertError(String path, String text, String code, String field) {
    try (var socket = open(path)) {
      // When
      socket.send(text);

      // Then
      var error = socket.await("error");
      assertAll(
          () -> assertEquals(code, error.path("code").asText()),
          () -> assertEquals(field, error.path("field").asText(null)),
          () -> assertFalse(INTERNALS.matcher(error.toString()).find(), error::toString),
          () -> assertTrue(error.toString().length() < 300, error::toString));
      socket.probe();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {GAME, LEADERBOARD})
  void binaryFramesAreAnsweredWithAnError(String path) {
    try (var socket = open(path)) {
      // When
      socket.sendBinary(new byte[] {0, 1, (byte) 0xff});

      // Then
      assertEquals("invalid_json", socket.await("error").get("code").asText());
      socket.probe();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {GAME, LEADERBOARD})
  void aFrameOfAMegabyteClosesTheSocketAsTooBig(String path) {
    try (var socket = raw(path)) {
      // When
      socket.send(RawSocket.FINAL | RawSocket.TEXT, new byte[1 << 20]);

      // Then
      assertEquals(TOO_BIG, socket.closeCode());
    }
  }

  @Test
  void anOrdinaryClientLearnsThatItsFrameWasTooBig() {
    try (var socket = open(GAME)) {
      // When
      socket.send("x".repeat(1 << 20));

      // Then
      assertEquals(TOO_BIG, socket.closeCode());
    }
  }

  @Test
  void theHeaderOfAHugeFrameClosesTheSocket() {
    try (var socket = raw(GAME)) {
      // When
      socket.sendHeader(RawSocket.FINAL | RawSocket.TEXT, Long.MAX_VALUE);

      // Then
      assertEquals(TOO_BIG, socket.closeCode());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {GAME, LEADERBOARD})
  void fragmentsThatAreTooBigTogetherCloseTheSocket(String path) {
    try (var socket = raw(path)) {
      // When
      socket.send(RawSocket.TEXT, "\"");
      for (int i = 0; i < 3; i++) {
        socket.send(RawSocket.CONTINUATION, "x".repeat(30_000));
      }

      // Then
      assertEquals(TOO_BIG, socket.closeCode());
    }
  }

  @Test
  void nothingIsDeliveredAfterAFrameThatWasTooBig() {
    // Given
    try (var socket = raw(GAME)) {
      socket.sendHeader(RawSocket.FINAL | RawSocket.TEXT, 1 << 20);
      assertEquals(TOO_BIG, socket.closeCode());

      // When
      socket.reset();

      // Then
      await().until(() -> subscribers(mallory) == 0);
    }
  }

  private int subscribers(String user) {
    return redis.execute("PUBSUB", "NUMSUB", "laurel:user:" + user).get(1).toInteger();
  }

  @ParameterizedTest
  @ValueSource(strings = {GAME, LEADERBOARD})
  void aMessageMayComeInFragments(String path) {
    try (var socket = open(path)) {
      // When
      socket.sendFragments("", "{\"type\":", "", "\"hel", "lo\"", "}");

      // Then
      assertTrue(
          List.of("echo", "error")
              .contains(
                  socket
                      .awaitFrames(path.equals(GAME) ? 1 : 3)
                      .get(path.equals(GAME) ? 0 : 2)
                      .get("type")
                      .asText()));
      socket.probe();
    }
  }

  @Test
  void aPingBetweenFragmentsIsAnswered() {
    try (var socket = raw(GAME)) {
      // When
      socket.send(RawSocket.TEXT, "{\"type\":");
      socket.send(RawSocket.FINAL | RawSocket.PING, "still there?");
      assertEquals("still there?", new String(socket.pong(), StandardCharsets.UTF_8));
      socket.send(RawSocket.FINAL | RawSocket.CONTINUATION, "\"hello\"}");

      // Then
      assertEquals("{\"type\":\"echo\",\"message\":\"Received: hello\"}", socket.text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {GAME, LEADERBOARD})
  void aPingIsAnswered(String path) {
    try (var socket = open(path)) {
      socket.ping("1");
      socket.ping("2");
      socket.probe();
    }
  }

  @Test
  void anUnmaskedFrameIsAProtocolError() {
    try (var socket = raw(GAME)) {
      socket.sendUnmasked(
          RawSocket.FINAL | RawSocket.TEXT,
          "{\"type\":\"hello\"}".getBytes(StandardCharsets.UTF_8));
      assertEquals(PROTOCOL_ERROR, socket.closeCode());
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        RawSocket.FINAL | RawSocket.RESERVED | RawSocket.TEXT,
        RawSocket.FINAL | 3,
        RawSocket.FINAL | 0xf,
        RawSocket.FINAL | RawSocket.CONTINUATION,
        RawSocket.PING
      })
  void aFrameOutsideTheProtocolIsAProtocolError(int firstByte) {
    try (var socket = raw(GAME)) {
      socket.send(firstByte, "{\"type\":\"hello\"}");
      assertEquals(PROTOCOL_ERROR, socket.closeCode());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 24836, 32768, 65535})
  void aCloseCodeThatNoClientMaySendIsAProtocolError(int code) {
    assertEquals(PROTOCOL_ERROR, answerToClose(code));
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1003, 1014, 3000, 4999})
  void aCloseIsAnsweredWithItsCode(int code) {
    assertEquals(code, answerToClose(code));
  }

  private int answerToClose(int code) {
    try (var socket = raw(GAME)) {
      socket.send(
          RawSocket.FINAL | RawSocket.CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
      return socket.closeCode();
    }
  }

  @Test
  void textThatIsNoUtf8IsNoJson() {
    try (var socket = raw(GAME)) {
      socket.send(
          RawSocket.FINAL | RawSocket.TEXT, new byte[] {(byte) 0xc3, (byte) 0x28, (byte) 0xff});
      assertTrue(socket.text().contains("\"invalid_json\""));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"permessage-deflate", "x-webkit-deflate-frame", "deflate-frame"})
  void noCompressionIsNegotiated(String extension) {
    try (var socket = raw(GAME, "Sec-WebSocket-Extensions: " + extension + "\r\n")) {
      assertTrue(socket.head().startsWith("HTTP/1.1 101 "), socket.head());
      assertFalse(socket.head().contains("deflate"), socket.head());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {GAME, LEADERBOARD})
  void aBrokenConnectionIsRemoved(String path) {
    // Given
    var socket = raw(path);
    socket.send(RawSocket.FINAL | RawSocket.TEXT, "{\"type\":\"hello\"}");
    socket.text();
    var channel = path.equals(GAME) ? "laurel:user:" : "laurel:memberships:";
    await()
        .until(() -> redis.execute("PUBSUB", "NUMSUB", channel + mallory).get(1).toInteger() == 1);

    // When
    socket.reset();

    // Then
    await()
        .until(() -> redis.execute("PUBSUB", "NUMSUB", channel + mallory).get(1).toInteger() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {GAME, LEADERBOARD})
  void eachInvalidFrameOfABurstIsAnswered(String path) {
    try (var socket = open(path)) {
      // When
      for (int i = 0; i < 30; i++) {
        socket.send("{");
      }

      // Then
      socket.probe();
      assertEquals(30, errors(socket, "invalid_json"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {GAME, LEADERBOARD})
  void sendingSlightlyTooFastIsWarnedAndGoesOn(String path) {
    try (var socket = open(path)) {
      // When
      for (int i = 0; i < 60; i++) {
        socket.send("{");
      }

      // Then
      assertEquals("rate_limited", awaitError(socket, "rate_limited").get("code").asText());
      await().ignoreExceptions().until(() -> answers(socket));
      assertTrue(errors(socket, "rate_limited") < 5, socket::toString);
    }
  }

  private static JsonNode awaitError(SocketClient socket, String code) {
    return socket.await(code, frame -> frame.path("code").asText().equals(code));
  }

  /** Whether the client may send again; asking costs a frame. */
  private static boolean answers(SocketClient socket) {
    long before = errors(socket, "invalid_json");
    socket.send("[]");
    await().atMost(Duration.ofSeconds(2)).until(() -> errors(socket, "invalid_json") > before);
    return true;
  }

  @Test
  void aPageThatAsksInALoopIsAnsweredAtAPaceAndWithWhatItAskedLast() {
    try (var socket = open(LEADERBOARD)) {
      socket.await("initial_user_rank");

      // When
      for (int i = 1; i <= 1000; i++) {
        socket.send("{\"type\":\"request_leaderboard\",\"page\":%d}".formatted(i));
        socket.send("{\"type\":\"request_user_rank\"}");
      }

      // Then
      socket.await("the last page", frame -> frame.at("/data/pagination/page").asInt() == 1000);
      await().until(() -> socket.frames().get(socket.frames().size() - 1).has("data"));
      assertTrue(socket.isOpen());
      long pages =
          socket.frames().stream()
              .filter(frame -> frame.path("type").asText().equals("leaderboard_data"))
              .count();
      assertTrue(pages < 500, () -> pages + " answers");
      assertEquals(0, errors(socket, "unavailable"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {GAME, LEADERBOARD})
  void floodingClosesTheSocket(String path) {
    try (var socket = raw(path)) {
      // When
      for (int i = 0; i < FLOOD; i++) {
        socket.send(RawSocket.FINAL | RawSocket.TEXT, "{\"type\":\"hello\"}");
      }

      // Then
      assertEquals(RATE_LIMIT, socket.closeCode());
    }
  }

  @Test
  void floodingWithPingsClosesTheSocket() {
    try (var socket = raw(GAME)) {
      // When
      for (int i = 0; i < FLOOD; i++) {
        socket.send(RawSocket.FINAL | RawSocket.PING, "");
      }

      // Then
      assertEquals(RATE_LIMIT, socket.closeCode());
    }
  }

  @Test
  void floodingWithEmptyFragmentsClosesTheSocket() {
    try (var socket = raw(GAME)) {
      // When
      socket.send(RawSocket.TEXT, "{");
      for (int i = 0; i < FLOOD; i++) {
        socket.send(RawSocket.CONTINUATION, "");
      }

      // Then
      assertEquals(RATE_LIMIT, socket.closeCode());
    }
  }

  private static long errors(SocketClient socket, String code) {
    return socket.frames().stream()
        .filter(frame -> frame.path("code").asText().equals(code))
        .count();
  }

  private SocketClient open(String path) {
    return SocketClient.open(node, path, TestTokens.of(mallory));
  }

  private RawSocket raw(String path, String... headers) {
    return new RawSocket(node, path, TestTokens.of(mallory), headers);
  }
}
