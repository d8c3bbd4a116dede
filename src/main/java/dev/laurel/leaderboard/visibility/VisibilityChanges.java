package dev.laurel.leaderboard.visibility;

import dev.laurel.course.MembershipsChanged;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.index.BoardChannel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/** Tells viewers of boards that names are shown or hidden otherwise than before. */
@ApplicationScoped
public class VisibilityChanges {
  private static final Logger LOG = Logger.getLogger("laurel.leaderboard");

  private final BoardSettingRows settings;
  private final BoardChannel channel;
  private final ExecutorService executor;

  VisibilityChanges(BoardSettingRows settings, BoardChannel channel, ExecutorService executor) {
    this.settings = settings;
    this.channel = channel;
    this.executor = executor;
  }

  /**
   * Tells it of a board and, if it has students, of the global one, on which whoever is hidden in a
   * class is hidden too; and so of the seasons of both. Blocks.
   *
   * @param board whose settings have changed, and whose revision has grown by that
   */
  public void announce(Board board) {
    channel.publish(board);
    if (settings.hasStudents(board)) {
      announceToEverybody();
    }
  }

  private void announceToEverybody() {
    settings.revise(Board.GLOBAL);
    channel.publish(Board.GLOBAL);
  }

  void onErased(@Observes(during = TransactionPhase.AFTER_SUCCESS) PlaceErased erased) {
    channel.publish(erased.board());
  }

  /**
   * Who comes to a class that hides names, or leaves it, is seen otherwise on the boards of
   * everybody. They are read as they are at any time; this only has them pushed.
   */
  void onMembershipsChanged(
      @Observes(during = TransactionPhase.AFTER_SUCCESS) MembershipsChanged change) {
    executor.execute(() -> announceMembers(Board.ofClass(change.classId())));
  }

  private void announceMembers(Board board) {
    try {
      if (settings.hidesAnybody(board)) {
        channel.publish(board);
        announceToEverybody();
      }
    } catch (RuntimeException e) {
      LOG.debugf(e, "who is hidden on %s could not be read", board.key());
    }
  }
}
