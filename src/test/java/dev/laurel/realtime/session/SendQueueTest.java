package dev.laurel.realtime.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.laurel.leaderboard.Board;
import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.realtime.frame.ServerFrames;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SendQueueTest {
  private static final Board COURSE = Board.ofClass("cs101");

  private final SendQueue queue =
      new SendQueue(
          new ServerFrames(
              JsonMapper.builder()
                  .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                  .build()));

  @Test
  void framesLeaveInOrder() {
    // When
    queue.add(frame("a"));
    queue.add(frame("b"));
    queue.add(frame("a"));

    // Then
    assertEquals(List.of("a", "b", "a"), takeAll());
  }

  @Test
  void aPageReplacesAnOlderOneInItsSlot() {
    // When
    queue.add(page(Board.GLOBAL, "old"));
    queue.add(page(COURSE, "other"));
    queue.add(page(Board.GLOBAL, "new"));

    // Then
    assertEquals(List.of("new", "other"), takeAll());
  }

  @Test
  void aPageThatHasLeftIsNotReplaced() {
    // Given
    queue.add(page(Board.GLOBAL, "first"));
    queue.poll();

    // When
    queue.add(page(Board.GLOBAL, "second"));
    queue.add(page(Board.GLOBAL, "third"));

    // Then
    assertEquals(List.of("third"), takeAll());
  }

  @Test
  void changesOfARankAreMerged() {
    // When
    queue.add(rank(Board.GLOBAL, 9, 5));
    queue.add(rank(COURSE, 2, 1));
    queue.add(rank(Board.GLOBAL, 5, 3));

    // Then
    assertEquals(
        List.of(
            """
            {"type":"rank_change","old_rank":9,"new_rank":3,"leaderboard_type":"global","class_id":null}""",
            """
            {"type":"rank_change","old_rank":2,"new_rank":1,"leaderboard_type":"class","class_id":"cs101"}"""),
        takeAll());
  }

  @Test
  void opposingChangesOfARankCancelOut() {
    // When
    queue.add(rank(Board.GLOBAL, null, 5));
    queue.add(rank(Board.GLOBAL, 5, null));

    // Then
    assertEquals(0, queue.bytes());
    assertEquals(List.of(), takeAll());
  }

  @Test
  void aRankChangeAfterCancellingOutIsSent() {
    // When
    queue.add(rank(Board.GLOBAL, 4, 5));
    queue.add(rank(Board.GLOBAL, 5, 4));
    queue.add(rank(Board.GLOBAL, 4, 3));

    // Then
    var frames = takeAll();
    assertEquals(1, frames.size());
    assertTrue(frames.get(0).contains("\"old_rank\":4,\"new_rank\":3"), frames::toString);
  }

  @Test
  void updatesDoNotOvertakeAnAnswer() {
    // When
    queue.add(page(Board.GLOBAL, "before"));
    queue.add(frame("answer"));
    queue.add(page(Board.GLOBAL, "after"));
    queue.add(page(Board.GLOBAL, "later"));

    // Then
    assertEquals(List.of("before", "answer", "later"), takeAll());
  }

  @Test
  void bytesCountTheWaitingFrames() {
    // When
    queue.add(frame("12345"));
    queue.add(page(Board.GLOBAL, "123"));
    queue.add(page(Board.GLOBAL, "\u00fc"));

    // Then
    assertEquals(7, queue.bytes());
    queue.poll();
    assertEquals(2, queue.bytes());
    queue.clear();
    assertEquals(0, queue.bytes());
    assertTrue(queue.isEmpty());
  }

  private static EncodedFrame frame(String text) {
    return EncodedFrame.of(text);
  }

  private static PendingBoardFrame page(Board board, String text) {
    return new PendingBoardFrame.OfPage(board, frame(text));
  }

  private static PendingBoardFrame rank(Board board, Integer from, Integer to) {
    return new PendingBoardFrame.OfRank(board, from, to);
  }

  private List<String> takeAll() {
    return Stream.generate(queue::poll)
        .takeWhile(Objects::nonNull)
        .map(SendQueueTest::text)
        .toList();
  }

  private static String text(EncodedFrame frame) {
    int header = frame.wire().length - frame.bytes();
    return new String(frame.wire(), header, frame.bytes(), UTF_8);
  }
}
