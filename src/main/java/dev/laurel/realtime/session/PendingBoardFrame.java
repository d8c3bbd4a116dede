package dev.laurel.realtime.session;

import dev.laurel.leaderboard.Board;
import dev.laurel.realtime.frame.EncodedFrame;
import dev.laurel.realtime.frame.ServerFrame;
import dev.laurel.realtime.frame.ServerFrame.BoardName;
import dev.laurel.realtime.frame.ServerFrames;
import java.util.Objects;
import java.util.Optional;

/**
 * A frame of which only the latest matters. It replaces an older one of the same topic that still
 * waits for a slow client.
 */
public sealed interface PendingBoardFrame {
  /** The subject. Frames of equal topics have the same class. */
  record Topic(Class<? extends PendingBoardFrame> kind, Board board) {}

  Board board();

  default Topic topic() {
    return new Topic(getClass(), board());
  }

  EncodedFrame encode(ServerFrames frames);

  /** The frame to send instead of {@code older} and this one; empty if they cancel out. */
  default Optional<PendingBoardFrame> after(PendingBoardFrame older) {
    return Optional.of(this);
  }

  /** The viewed page, encoded for all its viewers. */
  record OfPage(Board board, EncodedFrame frame) implements PendingBoardFrame {
    @Override
    public EncodedFrame encode(ServerFrames frames) {
      return frame;
    }
  }

  /** The change of the user's rank; null stands for not on the board. */
  record OfRank(Board board, Integer oldRank, Integer newRank) implements PendingBoardFrame {
    @Override
    public EncodedFrame encode(ServerFrames frames) {
      return frames.encode(new ServerFrame.RankChange(oldRank, newRank, BoardName.of(board)));
    }

    @Override
    public Optional<PendingBoardFrame> after(PendingBoardFrame older) {
      var sent = ((OfRank) older).oldRank;
      return Objects.equals(sent, newRank)
          ? Optional.empty()
          : Optional.of(new OfRank(board, sent, newRank));
    }
  }
}
