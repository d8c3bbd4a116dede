package dev.laurel.leaderboard;

import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.submit;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.laurel.broadcast.Broadcast;
import dev.laurel.leaderboard.index.BoardChannel;
import dev.laurel.leaderboard.index.BoardIndex;
import dev.laurel.leaderboard.index.CommittedChanges;
import dev.laurel.leaderboard.index.IndexReader;
import dev.laurel.leaderboard.index.IndexUpdates;
import dev.laurel.leaderboard.index.LateChannel;
import dev.laurel.leaderboard.index.LateIndex;
import dev.laurel.leaderboard.standing.StandingBulk;
import dev.laurel.leaderboard.standing.StandingChange;
import dev.laurel.leaderboard.standing.StandingsChanged;
import dev.laurel.testing.Api;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestTokens;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Changes boards at random, damages their indexes, and compares what viewers see with a model that
 * counts.
 */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class BoardPropertyTest {
  private static final int ROUNDS = 25;
  private static final int LATE_ROUNDS = 10;
  private static final Instant TERM = Instant.parse("2026-03-02T09:00:00Z");

  @TestHTTPResource("/")
  URI node;

  @Inject BoardIndex index;
  @Inject BoardChannel channel;
  @Inject StandingBulk rows;
  @Inject IndexUpdates updates;
  @Inject CommittedChanges committed;
  @Inject RedisDataSource redis;
  @Inject Broadcast broadcast;
  @Inject ObjectMapper mapper;

  private final String classId = Fresh.id("c");
  private final Board board = Board.ofClass(classId);
  private final String meta = "laurel:board:{" + board.key() + "}";
  private final List<String> users =
      IntStream.range(0, 12).mapToObj(i -> Fresh.id("u" + i % 10)).toList();
  private final BoardModel model = new BoardModel();
  private final List<Graded> graded = new ArrayList<>();
  private Random random;
  private boolean late;

  /** A result that can be regraded. */
  private static final class Graded {
    private SubmissionJson submission;
    private int revision = 1;
    private int points;
    private int score;
  }

  /** A member of the class who follows one page of its board. */
  private final class Viewer implements AutoCloseable {
    private final String user;
    private final int page;
    private final int size;
    private final SocketClient socket;
    private final List<Integer> ranks = new ArrayList<>();
    private int read;
    private Integer rank;
    private JsonNode shown;

    Viewer(String user, int page, int size) {
      this.user = user;
      this.page = page;
      this.size = size;
      socket = SocketClient.open(node, "/ws/leaderboard", TestTokens.of(user));
      socket.await("initial_user_rank");
      rank = model.rank(user);
      socket.send(
          "{\"type\":\"request_leaderboard\",\"leaderboard_type\":\"class\",\"class_id\":\"%s\",\"page\":%d,\"page_size\":%d}"
              .formatted(classId, page, size));
      socket.await("leaderboard_data");
    }

    /** Notes the present rank: a rank change may carry it. */
    void passed() {
      ranks.add(model.rank(user));
    }

    /** Reads the frames that have come, and compares with the model. */
    void assertUpToDate() {
      var frames = socket.frames();
      for (; read < frames.size(); read++) {
        var frame = frames.get(read);
        if (frame.path("class_id").asText().equals(classId)) {
          take(frame);
        }
      }
      assertEquals(model.rank(user), rank, () -> "the rank of " + user);
      assertEquals(json(model.page(page, size)), shown, () -> "page " + page + " of " + size);
    }

    private void take(JsonNode frame) {
      if (frame.get("type").asText().equals("rank_change")) {
        assertEquals(rank, number(frame.get("old_rank")), () -> frame + " of " + frames());
        rank = number(frame.get("new_rank"));
        if (late) {
          // Changes applied in another order make ranks that the model never had.
          return;
        }
        int passed = ranks.indexOf(rank);
        assertTrue(passed >= 0, () -> rank + " is none of the ranks since: " + ranks);
        ranks.subList(0, passed).clear();
      } else {
        shown = withoutVersion(frame.get("data"));
      }
    }

    private List<JsonNode> frames() {
      return socket.frames().stream()
          .filter(f -> f.get("type").asText().equals("rank_change"))
          .toList();
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void viewersSeeWhatCountingFindsWhileTheIndexIsDamaged(long seed) {
    begin(seed);
    try (var first = new Viewer(users.get(0), 1, 3);
        var second = new Viewer(users.get(1), 2, 3);
        var third = new Viewer(users.get(2), 1, 100);
        var fourth = new Viewer(users.get(3), 4, 2)) {
      var viewers = List.of(first, second, third, fourth);
      for (int round = 0; round < ROUNDS; round++) {
        // Given
        viewers.forEach(viewer -> viewer.ranks.clear());
        viewers.forEach(Viewer::passed);

        // When
        for (int i = random.nextInt(4); i >= 0; i--) {
          damageTheIndex();
          change();
          viewers.forEach(Viewer::passed);
        }

        // Then
        await("round " + round).untilAsserted(() -> viewers.forEach(Viewer::assertUpToDate));
        assertPagesAndRanks();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void viewersEndWithWhatCountingFindsWhenChangesReachTheIndexLate(long seed) {
    late = true;
    var lateIndex = new LateIndex(board, index);
    var lateChannel = new LateChannel(board, broadcast);
    QuarkusMock.installMockForInstance(lateIndex, index);
    QuarkusMock.installMockForInstance(lateChannel, channel);
    begin(seed);
    int heldBack = 0;
    int published = 0;
    try (var first = new Viewer(users.get(0), 1, 3);
        var second = new Viewer(users.get(1), 2, 3);
        var third = new Viewer(users.get(2), 1, 100)) {
      var viewers = List.of(first, second, third);
      for (int round = 0; round < LATE_ROUNDS; round++) {
        // Given
        lateIndex.hold();
        for (int i = 2 + random.nextInt(5); i > 0; i--) {
          change();
        }
        var deliveries = new ArrayList<>(lateIndex.release());
        heldBack += deliveries.size();
        deliveries.addAll(deliveries.subList(0, random.nextInt(deliveries.size() + 1)));
        Collections.shuffle(deliveries, random);

        // When
        for (var changes : deliveries) {
          if (random.nextInt(20) == 0) {
            wipe();
          }
          if (random.nextInt(4) == 0) {
            change();
          }
          deliver(changes);
          if (random.nextInt(3) == 0) {
            lateChannel.publishNext();
          }
        }
        while (lateChannel.publishNext()) {
          published++;
        }

        // Then
        await("round " + round).untilAsserted(() -> viewers.forEach(Viewer::assertUpToDate));
        assertPagesAndRanks();
      }
    }
    assertTrue(heldBack > LATE_ROUNDS && published > 0, "something was late");
  }

  private void deliver(List<StandingChange> changes) {
    var changed = new StandingsChanged();
    changes.forEach(changed::add);
    updates.onChanged(changed);
  }

  private void begin(long seed) {
    random = new Random(seed);
    users.subList(0, 4).forEach(model::enrol);
    putRoster();
    submitFor(users.get(0));
    submitFor(users.get(1));
  }

  private void change() {
    var anybody = users.get(random.nextInt(users.size()));
    var withoutSocket = users.get(4 + random.nextInt(users.size() - 4));
    switch (random.nextInt(11)) {
      case 0 -> leave(withoutSocket);
      case 10 -> {
        model.enrolForTests(withoutSocket);
        putRoster();
      }
      case 1 -> {
        model.enrol(anybody);
        putRoster();
      }
      case 2, 3, 4 -> regrade(graded.get(random.nextInt(graded.size())));
      default -> submitFor(anybody);
    }
  }

  private void leave(String user) {
    model.remove(user);
    putRoster();
  }

  private void putRoster() {
    var members =
        model.members().stream()
            .map(user -> member(user, model.isTestStudent(user) ? "test_student" : "student"))
            .toList();
    Api.putRoster("teacher", classId, "UTC", members).then().statusCode(204);
  }

  private void submitFor(String user) {
    var result = new Graded();
    result.points = 10 * random.nextInt(4);
    result.score = 50 * random.nextInt(3);
    var at = anInstant();
    result.submission =
        SubmissionJson.practice(user)
            .inClass(classId)
            .problem(Fresh.id("p"), result.points)
            .score(result.score)
            .at(at);
    submit(result.submission).statusCode(201);
    model.enrolByResult(user);
    put(user, result, at);
    graded.add(result);
  }

  private void regrade(Graded result) {
    int score = 50 * random.nextInt(3);
    var at = anInstant();
    result.submission = result.submission.regraded(++result.revision, score).at(at);
    submit(result.submission).statusCode(201);
    @SuppressWarnings("unchecked")
    var user = ((Map<String, String>) result.submission.fields().get("user")).get("id");
    model.enrolByResult(user);
    result.score = score;
    put(user, result, at);
  }

  private void put(String user, Graded result, Instant at) {
    model.put(
        user,
        result.submission.problemId(),
        result.points * result.score / 100,
        result.score >= 50,
        at);
  }

  /** One of few instants, so that some are equal, and not in order. */
  private Instant anInstant() {
    return TERM.plusMillis(random.nextInt(6));
  }

  private void damageTheIndex() {
    switch (random.nextInt(12)) {
      case 0 -> redis.key().del(meta);
      case 1 -> wipe();
      case 2 -> evictVersions();
      case 3, 4, 5 -> sendAgain();
      default -> {
        // No damage.
      }
    }
  }

  private void wipe() {
    delete("*");
  }

  private void evictVersions() {
    delete(":*:v");
  }

  private void delete(String pattern) {
    var keys = redis.key().keys(meta.replace("{", "\\{") + pattern);
    if (!keys.isEmpty()) {
      redis.key().del(keys.toArray(String[]::new));
    }
  }

  /** Sends some earlier changes to the index again, in another order, and a needless hint. */
  private void sendAgain() {
    var again = new ArrayList<>(committed.of(board));
    Collections.shuffle(again, random);
    again.stream()
        .limit(5)
        .forEach(
            change ->
                IndexReader.await(index.apply(board, List.of(change)))
                    .ifPresent(applied -> assertEquals(List.of(), applied)));
    channel.publishStandings(board);
  }

  private void assertPagesAndRanks() {
    var backEnd = new CourseBackEnd(node);
    int size = 1 + random.nextInt(5);
    for (int page = 1; page <= 1 + users.size() / size; page++) {
      var seen =
          backEnd.get(
              "/api/leaderboards/classes/%s?page=%d&page_size=%d".formatted(classId, page, size),
              users.get(0));
      assertEquals(json(model.page(page, size)), withoutVersion(seen));
    }
    var member = List.copyOf(model.members()).get(random.nextInt(model.members().size()));
    var rank =
        backEnd.get(
            "/api/leaderboards/classes/%s/me?page_size=%d".formatted(classId, size), member);
    assertEquals(model.rank(member), number(rank.get("user_rank")));
    var position = model.position(member);
    assertEquals(position, number(rank.get("position")));
    assertEquals(position == null ? null : 1 + (position - 1) / size, number(rank.get("page")));
    IndexReader.await(index.slice(board, 0, 0))
        .ifPresent(slice -> assertEquals(rows.slice(board, 0, 0).version(), slice.version()));
  }

  private JsonNode json(Page page) {
    try {
      return withoutVersion(mapper.readTree(mapper.writeValueAsString(page)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode withoutVersion(JsonNode page) {
    return page.<ObjectNode>deepCopy().without("version");
  }

  private static Integer number(JsonNode rank) {
    return rank.isNull() ? null : rank.asInt();
  }
}
