package dev.laurel.leaderboard.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.broadcast.Broadcast;
import dev.laurel.broadcast.Message;
import dev.laurel.broadcast.Subscription;
import dev.laurel.leaderboard.Board;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Where the nodes hear how boards change. */
@ApplicationScoped
public class BoardChannel {
  private static final String ANYTHING = "";

  /** Of a season's own channel and of that of the total board, which decides how both are shown. */
  private record OfSeason(Subscription own, Subscription total) implements Subscription {
    @Override
    public CompletionStage<Void> established() {
      return own.established().thenCombine(total.established(), (any, other) -> any);
    }

    @Override
    public void close() {
      own.close();
      total.close();
    }
  }

  private final Broadcast broadcast;
  private final ObjectMapper mapper;

  BoardChannel(Broadcast broadcast, ObjectMapper mapper) {
    this.broadcast = broadcast;
    this.mapper = mapper;
  }

  /**
   * Hears of the board's changes from when the subscription is established.
   *
   * @param receiver given what moved, or empty when anything may have; on an I/O thread, which it
   *     must not block
   */
  public Subscription subscribe(Board board, Consumer<Optional<BoardMoves>> receiver) {
    var own =
        broadcast.subscribe(
            board.channel(),
            payload ->
                receiver.accept(
                    payload.equals(ANYTHING) ? Optional.empty() : Optional.of(read(payload))));
    return board.seasonId().isEmpty()
        ? own
        : new OfSeason(own, subscribeToAnything(board.total(), receiver));
  }

  private Subscription subscribeToAnything(Board board, Consumer<Optional<BoardMoves>> receiver) {
    return broadcast.subscribe(
        board.channel(),
        payload -> {
          if (payload.equals(ANYTHING)) {
            receiver.accept(Optional.empty());
          }
        });
  }

  /** Tells that the board changed in some way. */
  public void publish(Board board) {
    broadcast.publish(List.of(new Message(board.channel(), ANYTHING)));
  }

  public void publish(Board board, BoardMoves moves) {
    broadcast.publish(List.of(new Message(board.channel(), write(moves))));
  }

  private String write(BoardMoves moves) {
    try {
      return mapper.writeValueAsString(moves);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BoardMoves read(String payload) {
    try {
      return mapper.readValue(payload, BoardMoves.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
