package dev.laurel.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.fuzz.Fuzz.Failures;
import dev.laurel.fuzz.Wire.Answer;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.TestTokens;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.util.List;

/** Sends hostile requests to every REST operation, many on each connection. */
final class RestFuzz {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PER_CONNECTION = 25;

  /** The read timeout after a request that may be incomplete, for which the server waits. */
  private static final int PATIENCE_MILLIS = 500;

  /**
   * @param path with {@code *} for an id
   * @param query names and values of parameters, in pairs
   * @param body valid; null for none
   */
  private record Operation(String method, String path, List<String> query, String body) {}

  private static final List<Operation> OPERATIONS =
      List.of(
          body("POST", "/api/submissions", submission()),
          body("POST", "/api/submissions", "[" + submission() + "," + submission() + "]"),
          body(
              "POST",
              "/api/users/*/notifications",
              """
              {"type":"points_update","old_points":1,"new_points":2,"points_earned":1,"source":"x","idempotency_key":"k"}"""),
          body(
              "POST",
              "/api/users/*/notifications",
              """
              {"type":"achievement_earned","points_earned":5,"achievement":{"id":"a","name":"A","description":"d",
               "badge_type":"b","rarity":"common","earned_at":"2026-01-01T00:00:00Z"}}"""),
          body(
              "POST",
              "/api/users/*/notifications",
              """
              {"type":"assignment_submitted","assignment_title":"T","points_earned":1,"score":92.5}"""),
          body(
              "POST",
              "/api/users/*/notifications",
              """
              {"type":"practice_completed","question_title":"T","points_earned":1,"attempt_number":1}"""),
          body(
              "POST",
              "/api/users/*/notifications",
              """
              {"type":"streak_update","current_streak":1,"streak_type":"daily"}"""),
          body(
              "POST",
              "/api/users/*/notifications",
              """
              {"type":"rank_change","old_rank":3,"new_rank":2,"leaderboard_type":"class","class_id":"c"}"""),
          body(
              "POST",
              "/api/notifications",
              """
              {"users":["a","b"],"idempotency_key":"k","frame":{"type":"announcement","title":"T","text":"T"}}"""),
          body(
              "POST",
              "/api/notifications",
              """
              {"class_id":"c","roles":["student"],"idempotency_key":"k","frame":{"type":"announcement","title":"T","text":"T"}}"""),
          body(
              "PUT",
              "/api/classes/*/roster",
              """
              {"name":"CS","time_zone":"Europe/London","members":[{"id":"m1","username":"M","role":"student"},
               {"id":"m2","username":"M","role":"instructor"}]}"""),
          body(
              "PUT",
              "/api/classes/*/calendar",
              """
              {"teaching_days":["monday"],"holidays":[{"first_day":"2026-12-21","last_day":"2027-01-03"}]}"""),
          body(
              "PUT",
              "/api/classes/*/members/*/excuses/2026-03-02",
              "{\"last_day\":\"2026-03-04\"}"),
          // The second is never valid, so no achievement is ever defined for the other tests.
          body(
              "PUT",
              "/api/achievements",
              """
              [{"id":"x","name":"X","description":"d","badge_type":"b","rarity":"common","points":1,
                "criteria":{"type":"points","threshold":5},"active":true},{"id":"y"}]"""),
          body(
              "PUT",
              "/api/classes/*/achievements",
              """
              [{"id":"x","name":"X","description":"d","badge_type":"b","rarity":"common","points":1,
                "picture":"https://example.org/x.png","texts":{"de":{"name":"X","description":"d"}},"announce":true,
                "criteria":{"n_of":[{"type":"metric","metric":"lines","threshold":5,"kind":"practice",
                  "problem_ids":["p"],"tag":"t","hours":{"from":22,"to":4},"from":"2026-01-01T00:00:00Z"}],"n":1}}]"""),
          body("PUT", "/api/classes/*/members/*/achievements/*", "{\"reason\":\"r\"}"),
          body("PUT", "/api/classes/*/board", "{\"names\":\"top\",\"top\":3}"),
          body("PUT", "/api/classes/*/board/freeze", "{\"at\":\"2099-01-01T00:00:00Z\"}"),
          body(
              "POST",
              "/api/seasons",
              """
              {"class_id":"c","name":"S","problem_ids":["p"],"starts_at":"2026-01-02T00:00:00Z",
               "ends_at":"2026-01-01T00:00:00Z","weekly":false}"""),
          body("PUT", "/api/leaderboards/global/me/visibility", "{\"hidden\":true}"),
          body("PUT", "/api/leaderboards/classes/*/me/visibility", "{\"hidden\":true}"),
          body("POST", "/api/notifications/read", "{\"seq\":1}"),
          body("POST", "/api/ws-tickets", "{}"),
          plain("POST", "/api/seasons/*/close"),
          plain("DELETE", "/api/seasons/*"),
          plain("DELETE", "/api/users/*/sessions", "token_id", "t"),
          plain("DELETE", "/api/users/*/data"),
          plain("GET", "/api/users/*/data"),
          plain("GET", "/api/me/data"),
          plain("DELETE", "/api/classes/*/board/freeze"),
          plain("GET", "/api/classes/*/board"),
          plain("GET", "/api/classes/*/calendar"),
          plain("GET", "/api/classes/*/members/*/excuses"),
          plain("DELETE", "/api/classes/*/members/*/excuses/2026-03-02"),
          plain("GET", "/api/notifications", "since", "1", "limit", "10", "wait", "0"),
          plain("GET", "/api/notifications/unread-count"),
          plain("GET", "/api/leaderboards/global", "page", "1", "page_size", "20"),
          plain("GET", "/api/leaderboards/global/me"),
          plain("GET", "/api/leaderboards/classes/*", "page", "1", "page_size", "20"),
          plain("GET", "/api/leaderboards/classes/*/me"),
          plain("GET", "/api/leaderboards/seasons/*", "page", "1", "page_size", "20"),
          plain("GET", "/api/leaderboards/seasons/*/me"),
          plain("GET", "/api/seasons", "class_id", "c"),
          plain("GET", "/api/achievements"),
          plain("GET", "/api/achievements/progress"),
          plain("GET", "/api/me/achievements"),
          plain("GET", "/api/levels"),
          plain("GET", "/api/classes/*/levels"),
          body("PUT", "/api/classes/*/levels", "[{\"name\":\"L\",\"points\":5.25}]"),
          plain("GET", "/api/classes/*/achievements"),
          plain("DELETE", "/api/classes/*/achievements/*"),
          plain("DELETE", "/api/classes/*/members/*/achievements/*", "reason", "r"),
          plain("GET", "/api/me"),
          plain("GET", "/api/*"));

  private final URI node;
  private final String mallory;
  private final String token;
  private final String namespace = Fresh.id("fuzz");

  RestFuzz(URI node) {
    this.node = node;
    this.mallory = Fresh.id("mallory");
    this.token = TestTokens.of(mallory, "grader", "instructor", "operator");
  }

  private static Operation body(String method, String path, String body) {
    return new Operation(method, path, List.of(), body);
  }

  private static Operation plain(String method, String path, String... query) {
    return new Operation(method, path, List.of(query), null);
  }

  private static String submission() {
    return """
    {"source":"fuzz","submission_id":"s","revision":1,"user":{"id":"u","username":"U"},"class_id":"c","kind":"practice",
     "problem":{"id":"p","title":"P","points":100},"score":50,"max_score":100,"attempt_number":1,
     "submitted_at":"2025-12-31T00:00:00Z","graded_at":"2026-01-01T00:00:00Z","passed":true}""";
  }

  /** Sends valid HTTP requests with hostile content. */
  void requests(int cases) {
    Fuzz.run("requests", cases, PER_CONNECTION, this::chunk);
  }

  private void chunk(int first, int count, Failures failures) throws IOException {
    int answered = 0;
    boolean retried = false;
    while (answered < count) {
      int before = answered;
      try (var wire = new Wire(node)) {
        var sent = new ByteArrayOutputStream();
        for (int i = answered; i < count; i++) {
          sent.writeBytes(request(first + i));
        }
        wire.write(sent.toByteArray());
        while (answered < count) {
          check(wire.read(), first + answered, failures);
          answered++;
        }
      } catch (EOFException | SocketException e) {
        // The server may close the connection after an answer; requests sent after that are lost.
        if (answered == before && retried) {
          failures.add("no answer", first + answered, text(request(first + answered)));
          answered++;
        }
        retried = answered == before;
      }
    }
  }

  private byte[] request(int number) {
    var hostile = Fuzz.hostile("requests", number);
    var operation = hostile.any(OPERATIONS);
    var head = new StringBuilder();
    head.append(operation.method())
        .append(' ')
        .append(path(operation, hostile))
        .append(" HTTP/1.1");
    head.append("\r\nHost: laurel\r\n");
    if (hostile.oneIn(20)) {
      head.append("Authorization: ").append(authorization(hostile)).append("\r\n");
    } else {
      head.append("Authorization: Bearer ").append(token).append("\r\n");
    }
    if (hostile.oneIn(15)) {
      var name =
          hostile.any(
              List.of(
                  "Accept",
                  "Accept-Language",
                  "If-None-Match",
                  "Origin",
                  "Cookie",
                  "Range",
                  "X-Forwarded-For",
                  "Content-Encoding",
                  "traceparent",
                  "X-Request-Id"));
      head.append(name).append(": ").append(hostile.header()).append("\r\n");
    }
    var body = payload(operation, hostile);
    if (body.length > 0 || operation.body() != null) {
      head.append("Content-Type: ")
          .append(hostile.oneIn(30) ? hostile.header() : "application/json")
          .append("\r\nContent-Length: ")
          .append(body.length)
          .append("\r\n");
    }
    var request = new ByteArrayOutputStream();
    request.writeBytes(head.append("\r\n").toString().getBytes(UTF_8));
    request.writeBytes(body);
    return request.toByteArray();
  }

  private String path(Operation operation, Hostile hostile) {
    var path =
        operation
            .path()
            .replace(
                "*",
                hostile.oneIn(2)
                    ? namespace + hostile.below(50)
                    : hostile.encoded(namespace).replace("/", "%2F"));
    var query = new StringBuilder();
    for (int i = 0; i < operation.query().size(); i += 2) {
      if (!hostile.oneIn(4)) {
        // A request that waits for more input would hold up all behind it.
        boolean wait = operation.query().get(i).equals("wait");
        query
            .append(query.length() == 0 ? '?' : '&')
            .append(operation.query().get(i))
            .append('=')
            .append(
                wait
                    ? hostile.any(List.of("0", "", "-1", "x", "99999999999999999999"))
                    : hostile.encoded(operation.query().get(i + 1)));
      }
    }
    if (hostile.oneIn(10)) {
      query.append(query.length() == 0 ? '?' : '&').append(hostile.encoded("a")).append('=');
    }
    return path + query;
  }

  private byte[] payload(Operation operation, Hostile hostile) {
    if (operation.body() == null) {
      return new byte[0];
    }
    var valid =
        operation
            .body()
            .replace("\"u\"", "\"" + namespace + hostile.below(50) + "\"")
            .replace("\"c\"", "\"" + namespace + "c" + hostile.below(5) + "\"")
            .replace("\"s\"", "\"" + namespace + hostile.below(1_000_000) + "\"")
            .replace("\"m1\"", "\"" + namespace + "m1\"")
            .replace("\"m2\"", "\"" + mallory + "\"");
    var json = hostile.oneIn(8) ? valid : hostile.json(valid);
    return hostile.oneIn(4) ? hostile.bytes(json.getBytes(UTF_8)) : json.getBytes(UTF_8);
  }

  private String authorization(Hostile hostile) {
    return switch (hostile.below(4)) {
      case 0 -> hostile.header();
      case 1 -> "Bearer " + hostile.header();
      case 2 ->
          "Bearer "
              + new String(hostile.bytes(token.getBytes(UTF_8)), ISO_8859_1)
                  .replaceAll("[\r\n\u0000]", "?");
      default -> "Bearer " + token + hostile.any(List.of(".", "=", " ", ",", "." + token, "\t"));
    };
  }

  private void check(Answer answer, int number, Failures failures) {
    if (answer.status() >= 500 || answer.status() < 200) {
      failures.add("status " + answer.status(), number, describe(number, answer));
    } else if (answer.status() >= 400
        && !isProblem(answer)
        && Malformed.isPlain(text(request(number)))
        && !Malformed.STATUSES.contains(answer.status())) {
      failures.add("no problem document with " + answer.status(), number, describe(number, answer));
    }
  }

  private static boolean isProblem(Answer answer) {
    try {
      return answer.head().contains("content-type: application/problem+json")
          && JSON.readTree(answer.body()).path("status").asInt() == answer.status();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private String describe(int number, Answer answer) {
    return text(request(number)).replace(token, "TOKEN")
        + "\n  -> "
        + answer.head()
        + answer.body();
  }

  private static String text(byte[] request) {
    return new String(request, UTF_8);
  }

  /** Sends bytes that may not be HTTP, each time on a new connection. */
  void brokenRequests(int cases) {
    Fuzz.run(
        "broken requests",
        cases,
        PER_CONNECTION,
        (first, count, failures) -> {
          for (int i = first; i < first + count; i++) {
            brokenRequest(i, failures);
          }
        });
  }

  private void brokenRequest(int number, Failures failures) throws IOException {
    var request = Fuzz.hostile("broken requests", number).bytes(request(number));
    try (var wire = new Wire(node)) {
      wire.write(request);
      wire.write("GET / HTTP/1.1\r\nHost: laurel\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
      var answer = wire.readAll(PATIENCE_MILLIS);
      if (answer.startsWith("HTTP/1.1 5") || answer.contains("\nHTTP/1.1 5")) {
        failures.add(answer.substring(0, 12), number, text(request) + "\n  -> " + answer);
      }
    } catch (SocketException e) {
      // A reset connection counts as an answer too.
    }
  }
}
