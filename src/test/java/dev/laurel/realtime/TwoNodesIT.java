package dev.laurel.realtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.LaurelProcess;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two packaged nodes on one PostgreSQL and one Redis. */
class TwoNodesIT {
  private static final String GAME = "/ws/game/";
  private static final String LEADERBOARD = "/ws/leaderboard/";

  private static LaurelProcess firstNode;
  private static LaurelProcess secondNode;
  private static CourseBackEnd first;
  private static CourseBackEnd second;
  private static Vertx vertx;
  private static Redis redis;

  private final String alice = Fresh.id("alice");
  private final String bob = Fresh.id("bob");
  private final String course = Fresh.id("cs");

  @BeforeAll
  static void startNodes() {
    firstNode = new LaurelProcess(environment());
    secondNode = new LaurelProcess(environment());
    first = new CourseBackEnd(firstNode.awaitReady().baseUri());
    second = new CourseBackEnd(secondNode.awaitReady().baseUri());
    vertx = Vertx.vertx();
    redis =
        Redis.createClient(vertx, EmbeddedServersResource.settings().get("quarkus.redis.hosts"));
  }

  private static Map<String, String> environment() {
    return LaurelProcess.environment(EmbeddedServersResource.settings());
  }

  @AfterAll
  static void stopNodes() {
    redis.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    secondNode.stop();
    firstNode.stop();
  }

  @Test
  void anEventPostedToOneNodeReachesTheSocketsOnBothInOrderAndOnce() {
    try (var here = open(first, GAME, alice);
        var there = open(second, GAME, alice)) {
      // When
      first.solve(alice, null, 100);

      // Then
      for (var socket : List.of(here, there)) {
        socket.awaitFrames(9);
        socket.probe();
        assertEquals(LongStream.rangeClosed(1, 9).boxed().toList(), socket.seqs());
      }
      assertEquals(here.texts().subList(0, 9), there.texts().subList(0, 9));
    }
  }

  @Test
  void anEventRightAfterAHandshakeOnTheOtherNodeIsNotMissed() {
    for (int i = 1; i <= 30; i++) {
      try (var there = open(second, GAME, alice)) {
        // When
        first.tell(alice, i);

        // Then
        assertEquals(i, there.next().get("seq").asLong());
      }
    }
  }

  @Test
  void concurrentSubmissionsToBothNodesArriveInOneOrderEverywhere() {
    // Given
    var graders = Executors.newFixedThreadPool(8);
    try (var here = open(first, GAME, alice);
        var there = open(second, GAME, alice)) {
      // When
      var posts =
          IntStream.range(0, 200)
              .mapToObj(i -> i % 2 == 0 ? first : second)
              .map(node -> CompletableFuture.runAsync(() -> node.solve(alice, null, 5), graders))
              .toList();
      posts.forEach(CompletableFuture::join);

      // Then
      int last = first.get("/api/notifications?limit=1", alice).get("last_seq").asInt();
      assertTrue(last > 400, "two frames a submission, and achievements: " + last);
      for (var socket : List.of(here, there)) {
        socket.awaitFrames(last);
        socket.probe();
        assertEquals(LongStream.rangeClosed(1, last).boxed().toList(), socket.seqs());
      }
      assertEquals(here.texts().subList(0, last), there.texts().subList(0, last));
      assertPointsAddUp(here.frames());
    } finally {
      graders.shutdown();
    }
  }

  private static void assertPointsAddUp(List<JsonNode> frames) {
    long points = 0;
    for (var frame : frames) {
      if (frame.get("type").asText().equals("points_update")) {
        assertEquals(points, frame.get("old_points").asLong(), frame::toString);
        points += frame.get("points_earned").asLong();
        assertEquals(points, frame.get("new_points").asLong(), frame::toString);
      }
    }
  }

  @Test
  void boardsMoveOnTheOtherNodeToo() {
    // Given
    first.solve(alice, course, 100);
    first.solve(bob, course, 50);
    try (var there = open(second, LEADERBOARD, alice)) {
      follow(there);

      // When
      first.solve(bob, course, 100);

      // Then
      var change = awaitOfClass(there, "rank_change");
      assertEquals(1, change.get("old_rank").asInt());
      assertEquals(2, change.get("new_rank").asInt());
      var board =
          second.get("/api/leaderboards/classes/" + course + "?page_size=20", alice).toString();
      await()
          .until(
              () ->
                  there.frames().stream()
                      .filter(isOfClass("leaderboard_update"))
                      .anyMatch(update -> update.get("data").toString().equals(board)));
    }
  }

  @Test
  void enrollingThroughOneNodeShowsTheBoardOnTheOther() {
    // Given
    first.enrol(course, alice, bob);
    first.solve(bob, course, 50);
    try (var there = open(second, LEADERBOARD, alice)) {
      follow(there);

      // When
      first.enrol(course, bob);
      first.enrol(course, alice, bob);

      // Then
      assertEquals(
          bob, awaitOfClass(there, "leaderboard_update").at("/data/entries/0/user/id").asText());
    }
  }

  private void follow(SocketClient socket) {
    socket.send(
        "{\"type\":\"request_leaderboard\",\"leaderboard_type\":\"class\",\"class_id\":\"%s\"}"
            .formatted(course));
    socket.await("leaderboard_data");
  }

  private JsonNode awaitOfClass(SocketClient socket, String type) {
    return socket.await(type + " of the class", isOfClass(type));
  }

  private Predicate<JsonNode> isOfClass(String type) {
    return frame ->
        frame.get("type").asText().equals(type) && frame.path("class_id").asText().equals(course);
  }

  @Test
  void theSameSubmissionPostedToBothNodesAtOnceIsAcceptedOnce() {
    long points = 0;
    for (int i = 0; i < 20; i++) {
      // Given
      var submission = CourseBackEnd.practice(alice, course, 10);

      // When
      var answers =
          Stream.of(first, second, first, second)
              .map(node -> CompletableFuture.supplyAsync(() -> node.submit(submission)))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .toList();

      // Then
      assertEquals(
          List.of("accepted", "duplicate", "duplicate", "duplicate"),
          answers.stream().map(answer -> answer.get("outcome").asText()).sorted().toList());
      assertEquals(
          1, answers.stream().map(answer -> answer.get("total_points")).distinct().count());
      points += 10;
    }
    assertEquals(
        points,
        second
            .get("/api/leaderboards/classes/" + course + "/me", alice)
            .at("/user_data/total_points")
            .asLong());
  }

  @Test
  void revokingThroughOneNodeClosesSocketsOnTheOther() {
    // Given
    var token = TestTokens.of(alice);
    try (var game = SocketClient.open(second.node(), GAME, token);
        var leaderboard = SocketClient.open(second.node(), LEADERBOARD, token);
        var bobs = open(second, GAME, bob)) {
      leaderboard.await("initial_user_rank");

      // When
      first.revoke(alice, null);
      var revoked = Instant.now();

      // Then
      assertEquals(4450, game.closeCode());
      assertEquals(4450, leaderboard.closeCode());
      assertTrue(Duration.between(revoked, Instant.now()).toMillis() < 2_000);
      assertEquals(401, SocketClient.refusal(second.node(), GAME, token));
      bobs.probe();
    }
  }

  @Test
  void erasingThroughOneNodeErasesOnTheOther() {
    // Given
    first.solve(alice, course, 100);
    second.solve(bob, course, 50);
    second.get("/api/leaderboards/classes/" + course, bob);
    try (var erased = open(second, GAME, alice);
        var below = open(second, LEADERBOARD, bob)) {
      below.send(
          "{\"type\":\"request_leaderboard\",\"leaderboard_type\":\"class\",\"class_id\":\"%s\"}"
              .formatted(course));
      assertEquals(2, below.await("leaderboard_data").at("/data/entries").size());

      // When
      first.erase(alice);

      // Then
      assertEquals(4450, erased.closeCode());
      below.await(
          "a better rank in the class",
          frame ->
              frame.path("type").asText().equals("rank_change")
                  && frame.path("class_id").asText().equals(course)
                  && frame.path("new_rank").asInt() == 1);
      assertEquals(
          List.of(bob),
          second.get("/api/leaderboards/classes/" + course, bob).findValuesAsText("id"));
    }
  }

  @Test
  void readingOnOneNodeSendsUnreadOnTheOther() {
    // Given
    first.tell(alice, 1);
    first.tell(alice, 2);
    try (var here = open(first, GAME + "?since=2", alice);
        var there = open(second, GAME + "?since=2", alice)) {
      here.await("resumed");
      there.await("resumed");

      // When
      here.send("{\"type\":\"ack\",\"seq\":1}");

      // Then
      assertEquals(
          "{\"type\":\"unread\",\"count\":1,\"read_up_to\":1}", there.await("unread").toString());
    }
  }

  @Test
  void aNodeSubscribesOnlyToItsConnectedUsers() {
    // Given
    var channel = "laurel:user:" + alice;
    try (var bobs = open(second, GAME, bob);
        var stays = open(first, GAME, alice)) {
      await().until(() -> subscribers(channel) == 1);
      bobs.probe();

      // When
      try (var leaves = open(first, GAME, alice);
          var there = open(second, GAME, alice)) {
        await().until(() -> subscribers(channel) == 2);
        leaves.probe();
        there.probe();
      }

      // Then
      await().until(() -> subscribers(channel) == 1);
      stays.probe();
    }
    await().until(() -> subscribers(channel) == 0);
  }

  @Test
  void aNodeSubscribesOnlyToTheBoardsViewedOnIt() {
    // Given
    first.solve(alice, course, 10);
    var channel = "laurel:board:class:" + course;
    assertEquals(0, subscribers(channel));

    // When
    try (var here = open(first, LEADERBOARD, alice)) {
      follow(here);

      // Then
      await().until(() -> subscribers(channel) == 1);
    }
    await().until(() -> subscribers(channel) == 0);
  }

  private static int subscribers(String channel) {
    return redis
        .send(Request.cmd(Command.PUBSUB).arg("NUMSUB").arg(channel))
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .get(1)
        .toInteger();
  }

  @Test
  void resumingOnAnotherNodeAfterAKillMissesNothing() {
    // Given
    var thirdNode = LaurelProcess.start(environment());
    var third = new CourseBackEnd(thirdNode.baseUri());
    try (var elsewhere = open(first, GAME, alice);
        var before = open(third, GAME, alice)) {
      third.tell(alice, 1);
      before.awaitFrames(1);

      // When
      thirdNode.kill();
      second.tell(alice, 2);
      second.tell(alice, 3);

      // Then
      assertEquals(1006, before.closeCode());
      try (var after = open(second, GAME + "?since=" + before.seqs().get(0), alice)) {
        first.tell(alice, 4);
        after.awaitFrames(4);
        assertEquals(List.of(2L, 3L, 4L), after.seqs());
      }
      elsewhere.awaitFrames(4);
      assertEquals(List.of(1L, 2L, 3L, 4L), elsewhere.seqs());
    } finally {
      thirdNode.kill();
    }
  }

  private static SocketClient open(CourseBackEnd node, String path, String user) {
    return SocketClient.open(node.node(), path, TestTokens.of(user));
  }
}
