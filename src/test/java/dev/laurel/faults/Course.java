package dev.laurel.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.CrowdMember;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketCrowd;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Users with resuming sockets on several nodes and a grader that keeps them busy. {@link #reckon()}
 * checks that each socket received its user's whole log, once and in order, and that the logs hold
 * each accepted submission once.
 */
final class Course implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PAGE = 500;

  private final ObjectMapper json = new ObjectMapper();
  private final Nodes nodes;
  private final List<String> users;
  private final Map<CrowdMember, List<String>> received = new ConcurrentHashMap<>();
  private final SocketCrowd sockets = new SocketCrowd(this::receive);
  private final Grader grader;

  /**
   * @param socketsEach the number of sockets of each user, spread over the nodes
   */
  Course(Nodes nodes, int size, int socketsEach) {
    this.nodes = nodes;
    this.users = IntStream.range(0, size).mapToObj(i -> Fresh.id("u" + i)).toList();
    this.grader = new Grader(nodes::any, users);
    for (int i = 0; i < socketsEach; i++) {
      sockets.join(nodes.all().get(i % nodes.all().size()).address(), users);
    }
    await("all sockets")
        .atMost(PATIENCE)
        .until(() -> sockets.tally().resumed() == size * socketsEach);
    sockets.route(nodes::any);
  }

  private void receive(CrowdMember member, long seq, ByteBuf text) {
    received
        .computeIfAbsent(member, any -> new ArrayList<>())
        .add(text.toString(StandardCharsets.UTF_8));
  }

  List<String> users() {
    return users;
  }

  SocketCrowd sockets() {
    return sockets;
  }

  Grader grader() {
    return grader;
  }

  /** The number of sockets that have ended so far. */
  long disconnects() {
    return sockets.tally().disconnects();
  }

  /**
   * Waits until all submissions are accepted and delivered, then compares sockets, logs and
   * submissions.
   */
  void reckon() {
    await("all submissions accepted").atMost(PATIENCE).until(grader::isDone);
    assertEquals(List.of(), grader.failures());
    var logs = new HashMap<String, List<JsonNode>>();
    users.forEach(user -> logs.put(user, log(user)));
    try {
      await("everything delivered")
          .atMost(PATIENCE)
          .until(
              () ->
                  sockets.positions().entrySet().stream()
                      .allMatch(user -> user.getValue() >= logs.get(user.getKey()).size()));
    } finally {
      assertTrue(sockets.tally().isFaultless(), () -> sockets.tally().toString());
    }
    assertEquals(grader.accepted(), completed(logs), "accepted submissions, as the logs have them");
    received.forEach((member, frames) -> compare(member.user(), logs.get(member.user()), frames));
  }

  private void compare(String user, List<JsonNode> log, List<String> frames) {
    var parsed = frames.stream().map(this::parse).toList();
    assertEquals(log, parsed, () -> "what a socket of " + user + " has received");
  }

  /** The submissions in the logs, each of which must be there once. */
  private Map<String, String> completed(Map<String, List<JsonNode>> logs) {
    var completed = new HashMap<String, String>();
    logs.forEach(
        (user, log) ->
            log.stream()
                .filter(frame -> frame.path("type").asText().equals("practice_completed"))
                .map(frame -> frame.path("question_title").asText())
                .forEach(
                    id ->
                        assertEquals(
                            null, completed.put(id, user), () -> "twice in a log: " + id)));
    return completed;
  }

  private List<JsonNode> log(String user) {
    var node = new CourseBackEnd(nodes.any());
    var log = new ArrayList<JsonNode>();
    JsonNode page;
    do {
      page = node.get("/api/notifications?since=" + log.size() + "&limit=" + PAGE, user);
      page.get("items").forEach(log::add);
    } while (page.get("has_more").asBoolean());
    for (int i = 0; i < log.size(); i++) {
      assertEquals(i + 1, log.get(i).get("seq").asLong(), "a gap in the log of " + user);
    }
    return log;
  }

  private JsonNode parse(String frame) {
    try {
      return json.readTree(frame);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    grader.close();
    sockets.close();
  }
}
