package dev.laurel.realtime;

import dev.laurel.leaderboard.Board;
import java.util.Objects;
import java.util.Optional;

/**
 * How something about a board is now. It takes the place of older news of the same topic that still
 * wait for a slow client.
 */
sealed interface BoardNews {
  /** What it is about; news of equal topics are of the same class. */
  record Topic(Class<? extends BoardNews> kind, Board board) {}

  Topic topic();

  OutFrame encode(ServerFrames frames);

  /**
   * What to send instead of the older news and these; empty if the older ones have come to nothing.
   */
  Optional<BoardNews> after(BoardNews older);

  /** The page being viewed, ready to be sent to all its viewers. */
  record OfPage(Board board, OutFrame frame) implements BoardNews {
    @Override
    public Topic topic() {
      return new Topic(OfPage.class, board);
    }

    @Override
    public OutFrame encode(ServerFrames frames) {
      return frame;
    }

    @Override
    public Optional<BoardNews> after(BoardNews older) {
      return Optional.of(this);
    }
  }

  /** The user's rank; null where not on the board. */
  record OfRank(Board board, Integer oldRank, Integer newRank) implements BoardNews {
    @Override
    public Topic topic() {
      return new Topic(OfRank.class, board);
    }

    @Override
    public OutFrame encode(ServerFrames frames) {
      return frames.encode(ServerFrame.RankChange.of(board, oldRank, newRank));
    }

    @Override
    public Optional<BoardNews> after(BoardNews older) {
      var told = ((OfRank) older).oldRank;
      return Objects.equals(told, newRank)
          ? Optional.empty()
          : Optional.of(new OfRank(board, told, newRank));
    }
  }
}
