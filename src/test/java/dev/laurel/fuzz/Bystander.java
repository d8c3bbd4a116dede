package dev.laurel.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import java.net.URI;

/** A user whom the hostile input of others must not affect. */
final class Bystander implements AutoCloseable {
  private final String alice = Fresh.id("alice");
  private final CourseBackEnd backEnd;
  private final SocketClient game;
  private final SocketClient leaderboard;

  Bystander(URI node) {
    backEnd = new CourseBackEnd(node);
    backEnd.tell(alice, 1);
    game = SocketClient.open(node, "/ws/game/", TestTokens.of(alice));
    leaderboard = SocketClient.open(node, "/ws/leaderboard/", TestTokens.of(alice));
    game.probe();
    leaderboard.probe();
  }

  /** Fails if anything happened to the user's sockets or log. */
  void noticedNothing() {
    game.probe();
    leaderboard.probe();
    assertEquals(2, game.frames().size(), game::toString);
    assertEquals(1, backEnd.get("/api/me", alice).get("last_seq").asInt());
    assertEquals(2, backEnd.tell(alice, 2).get("seq").asInt());
    assertEquals(2, game.await("points_update").get("seq").asInt());
    assertTrue(
        leaderboard.frames().stream()
            .noneMatch(frame -> frame.path("code").asText().equals("unavailable")),
        leaderboard::toString);
  }

  @Override
  public void close() {
    game.close();
    leaderboard.close();
  }
}
