package dev.laurel.realtime.session;

import dev.laurel.leaderboard.Board;
import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.realtime.frame.ServerFrame;
import dev.laurel.realtime.frame.ServerFrames;
import java.util.Objects;
import java.util.Optional;

/**
 * How something about a board is now. It takes the place of older news of the same topic that still
 * wait for a slow client.
 */
public sealed interface PendingBoardFrame {
  /** What it is about; news of equal topics are of the same class. */
  record Topic(Class<? extends PendingBoardFrame> kind, Board board) {}

  Topic topic();

  EncodedFrame encode(ServerFrames frames);

  /**
   * What to send instead of the older news and these; empty if the older ones have come to nothing.
   */
  Optional<PendingBoardFrame> after(PendingBoardFrame older);

  /** The page being viewed, ready to be sent to all its viewers. */
  record OfPage(Board board, EncodedFrame frame) implements PendingBoardFrame {
    @Override
    public Topic topic() {
      return new Topic(OfPage.class, board);
    }

    @Override
    public EncodedFrame encode(ServerFrames frames) {
      return frame;
    }

    @Override
    public Optional<PendingBoardFrame> after(PendingBoardFrame older) {
      return Optional.of(this);
    }
  }

  /** The user's rank; null where not on the board. */
  record OfRank(Board board, Integer oldRank, Integer newRank) implements PendingBoardFrame {
    @Override
    public Topic topic() {
      return new Topic(OfRank.class, board);
    }

    @Override
    public EncodedFrame encode(ServerFrames frames) {
      return frames.encode(ServerFrame.RankChange.of(board, oldRank, newRank));
    }

    @Override
    public Optional<PendingBoardFrame> after(PendingBoardFrame older) {
      var told = ((OfRank) older).oldRank;
      return Objects.equals(told, newRank)
          ? Optional.empty()
          : Optional.of(new OfRank(board, told, newRank));
    }
  }
}
