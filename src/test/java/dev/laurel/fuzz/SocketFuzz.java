package dev.laurel.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.fuzz.Fuzz.Failures;
import dev.laurel.fuzz.Wire.Frame;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.TestTokens;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Sends hostile frames and hostile upgrade requests. */
final class SocketFuzz {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> PATHS = List.of("/ws/game/", "/ws/leaderboard");

  /** Below the burst of 40 that a client may send. */
  private static final int PER_CONNECTION = 36;

  private static final int TEXT = 0x81;

  private static final List<String> FRAMES =
      List.of(
          "{\"type\":\"ack\",\"seq\":1}",
          "{\"type\":\"refresh_token\",\"token\":\"TOKEN\"}",
          "{\"type\":\"request_leaderboard\",\"leaderboard_type\":\"class\",\"class_id\":\"c\",\"page\":1,\"page_size\":20}",
          "{\"type\":\"request_leaderboard\",\"leaderboard_type\":\"global\",\"page\":1,\"page_size\":20}",
          "{\"type\":\"request_user_rank\",\"leaderboard_type\":\"global\",\"class_id\":null}",
          "{\"type\":\"hello\",\"x\":[1,2,{\"y\":null}]}");

  private static final Set<String> ANSWERS =
      Set.of(
          "echo",
          "token_refreshed",
          "token_expiring",
          "resumed",
          "unread",
          "initial_global_leaderboard",
          "initial_user_rank",
          "leaderboard_data",
          "leaderboard_update",
          "user_rank_data",
          "rank_change");

  private static final Set<String> ERRORS =
      Set.of(
          "invalid_json",
          "unknown_type",
          "invalid_field",
          "forbidden",
          "rate_limited",
          "unavailable");

  /** What the server may say of broken frames: protocol error, message too big. */
  private static final Set<Integer> CLOSES = Set.of(1002, 1009);

  /** Identifies the answer: an echo on one socket, a page on the other. */
  private static final String END =
      "{\"type\":\"request_leaderboard\",\"leaderboard_type\":\"global\",\"page\":4711}";

  private final URI node;

  SocketFuzz(URI node) {
    this.node = node;
  }

  /** Sends valid WebSocket messages with hostile content. */
  void messages(int cases) {
    Fuzz.run("messages", cases, PER_CONNECTION, this::messages);
  }

  private void messages(int first, int count, Failures failures) throws IOException {
    var token = TestTokens.of(Fresh.id("mallory"));
    try (var wire = open(PATHS.get(first / PER_CONNECTION % 2), token)) {
      for (int i = first; i < first + count; i++) {
        wire.writeFrame(TEXT, message(i, token));
      }
      wire.writeFrame(TEXT, END.getBytes(UTF_8));
      for (var frame = wire.readFrame(); !isEnd(frame); frame = wire.readFrame()) {
        if (frame.opcode() == Frame.TEXT) {
          check(frame, first, failures);
        } else if (frame.opcode() == Frame.CLOSE) {
          failures.add("close code " + frame.code(), first, all(first, count));
          return;
        }
      }
    } catch (EOFException | SocketException e) {
      failures.add("connection ended", first, all(first, count));
    }
  }

  private static boolean isEnd(Frame frame) {
    return frame.opcode() == Frame.TEXT
        && (frame.text().contains("\"page\":4711,")
            || frame.text().endsWith("request_leaderboard\"}"));
  }

  private static byte[] message(int number, String token) {
    var hostile = Fuzz.hostile("messages", number);
    var valid = hostile.any(FRAMES);
    var json = hostile.oneIn(10) ? valid : hostile.json(valid);
    json = json.replace("TOKEN", hostile.oneIn(2) ? token : token + "x");
    return hostile.oneIn(4) ? hostile.bytes(json.getBytes(UTF_8)) : json.getBytes(UTF_8);
  }

  private static String all(int first, int count) {
    var all = new StringBuilder();
    for (int i = first; i < first + count; i++) {
      var message = new String(message(i, "TOKEN"), UTF_8);
      all.append("\n    ").append(message, 0, Math.min(200, message.length()));
    }
    return all.toString();
  }

  private static void check(Frame frame, int number, Failures failures) {
    JsonNode json;
    try {
      json = JSON.readTree(frame.text());
    } catch (JsonProcessingException e) {
      failures.add("no JSON", number, frame.text());
      return;
    }
    var type = json.path("type").asText();
    if (type.equals("error")) {
      var code = json.path("code").asText();
      if (!ERRORS.contains(code) || code.equals("unavailable") || code.equals("rate_limited")) {
        failures.add("error " + code, number, frame.text());
      }
    } else if (!ANSWERS.contains(type)) {
      failures.add("type " + type, number, frame.text());
    }
  }

  /** Sends bytes that may not be WebSocket frames. */
  void brokenFrames(int cases) {
    Fuzz.run("broken frames", cases, PER_CONNECTION, this::brokenFrames);
  }

  /** Sends each case on a new connection, since most end it. */
  private void brokenFrames(int first, int count, Failures failures) throws IOException {
    for (int number = first; number < first + count; number++) {
      var hostile = Fuzz.hostile("broken frames", number);
      try (var wire = open(hostile.any(PATHS), TestTokens.of(Fresh.id("mallory")))) {
        var sent = new ByteArrayOutputStream();
        for (int i = hostile.below(4); i >= 0; i--) {
          var bytes = brokenFrame(hostile, number);
          sent.writeBytes(bytes);
          wire.write(bytes);
        }
        var close = Wire.frame(0x88, new byte[] {0x3, (byte) 0xe8});
        sent.writeBytes(close);
        wire.write(close);
        expectClose(wire, sent.toByteArray(), number, failures);
      } catch (EOFException | SocketException e) {
        // A client that breaks the protocol may be dropped without a close frame.
      }
    }
  }

  private static byte[] brokenFrame(Hostile hostile, int number) {
    if (hostile.oneIn(2)) {
      int opcode = hostile.any(List.of(0, 1, 2, 3, 7, 8, 9, 10, 11, 15));
      return Wire.frame(hostile.below(16) << 4 | opcode, hostile.bytes(message(number, "TOKEN")));
    }
    return hostile.bytes(new byte[] {(byte) TEXT, (byte) 0x82, 0, 0, 0, 0, '{', '}'});
  }

  private static void expectClose(Wire wire, byte[] sent, int number, Failures failures)
      throws IOException {
    wire.patience(500);
    try {
      for (var frame = wire.readFrame(); ; frame = wire.readFrame()) {
        if (frame.opcode() == Frame.TEXT) {
          check(frame, number, failures);
        } else if (frame.opcode() == Frame.CLOSE) {
          if (!CLOSES.contains(frame.code()) && !isAnswer(frame, sent)) {
            failures.add("close code " + frame.code(), number, HexFormat.of().formatHex(sent));
          }
          return;
        }
      }
    } catch (SocketTimeoutException e) {
      // The server waits for the rest of an announced frame.
    }
  }

  /**
   * True if the server sends back the code of the client's first close frame, and a client may send
   * that code: broken frames can by chance contain a close frame that is not broken.
   */
  private static boolean isAnswer(Frame close, byte[] sent) throws IOException {
    int code = close.code();
    boolean isAllowed =
        code >= 1000 && code <= 1003
            || code == Frame.NO_CODE
            || code >= 1007 && code <= 1014
            || code >= 3000 && code <= 4999;
    return isAllowed && Wire.firstClose(sent).filter(first -> first.code() == code).isPresent();
  }

  /** Sends upgrade requests with hostile queries and headers. */
  void upgrades(int cases) {
    Fuzz.run("upgrades", cases, PER_CONNECTION, this::upgrades);
  }

  private void upgrades(int first, int count, Failures failures) throws IOException {
    var token = TestTokens.of(Fresh.id("mallory"));
    for (int number = first; number < first + count; number++) {
      var request = upgrade(number, token);
      try (var wire = new Wire(node)) {
        wire.write(request.getBytes(UTF_8));
        var answer = wire.read();
        if (answer.status() >= 500) {
          failures.add("status " + answer.status(), number, request + answer);
        } else if (answer.status() >= 400
            && Malformed.isPlain(request)
            && !Malformed.STATUSES.contains(answer.status())
            && !answer.head().contains("content-type: application/problem+json")) {
          failures.add(
              "no problem document with " + answer.status(),
              number,
              request.replace(token, "TOKEN") + answer);
        }
      } catch (EOFException | SocketException e) {
        failures.add("no answer", number, request);
      }
    }
  }

  private static String upgrade(int number, String token) {
    var hostile = Fuzz.hostile("upgrades", number);
    var query = new StringBuilder();
    var headers = new StringBuilder();
    switch (hostile.below(6)) {
      case 0 -> query.append("token=").append(hostile.encoded(token));
      case 1 -> query.append("ticket=").append(hostile.encoded("ticket"));
      case 2 -> headers.append("Authorization: Bearer ").append(token).append("\r\n");
      case 3 -> headers.append("Authorization: ").append(hostile.header()).append("\r\n");
      default -> query.append("token=").append(token);
    }
    for (int i = hostile.below(3); i > 0; i--) {
      query
          .append(query.length() == 0 ? "" : "&")
          .append(hostile.any(List.of("since", "since", "token", "ticket", "x", "%")))
          .append('=')
          .append(hostile.encoded("1"));
    }
    if (hostile.oneIn(4)) {
      headers
          .append(
              hostile.any(
                  List.of(
                      "Origin",
                      "Sec-WebSocket-Protocol",
                      "Sec-WebSocket-Extensions",
                      "Cookie",
                      "X-Forwarded-For")))
          .append(": ")
          .append(hostile.header())
          .append("\r\n");
    }
    var path = hostile.oneIn(8) ? "/ws/" + hostile.encoded("game") : hostile.any(PATHS);
    return "GET "
        + path
        + "?"
        + query
        + " HTTP/1.1\r\nHost: laurel\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: "
        + (hostile.oneIn(20) ? hostile.header() : "13")
        + "\r\nSec-WebSocket-Key: "
        + (hostile.oneIn(20) ? hostile.header() : "dGhlIHNhbXBsZSBub25jZQ==")
        + "\r\n"
        + headers
        + "\r\n";
  }

  private Wire open(String path, String token) throws IOException {
    var wire = new Wire(node);
    wire.write(
        ("GET "
                + path
                + "?token="
                + token
                + " HTTP/1.1\r\nHost: laurel\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
            .getBytes(UTF_8));
    var answer = wire.read();
    if (answer.status() != 101) {
      throw new AssertionError(answer.toString());
    }
    return wire;
  }
}
