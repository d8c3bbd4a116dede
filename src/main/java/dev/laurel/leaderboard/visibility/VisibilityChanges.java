package dev.laurel.leaderboard.visibility;

import dev.laurel.course.Classes;
import dev.laurel.course.MembershipsChanged;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.index.BoardChannel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/** Announces when boards begin to show or to hide names, so that open pages are sent anew. */
@ApplicationScoped
public class VisibilityChanges {
  private static final Logger LOG = Logger.getLogger("laurel.leaderboard");

  private final BoardSettingsRepository settings;
  private final Classes classes;
  private final BoardChannel channel;
  private final ExecutorService executor;

  VisibilityChanges(
      BoardSettingsRepository settings,
      Classes classes,
      BoardChannel channel,
      ExecutorService executor) {
    this.settings = settings;
    this.classes = classes;
    this.channel = channel;
    this.executor = executor;
  }

  /**
   * Hides a user from the other students of a board, or shows the user again, and announces it.
   * Blocks.
   */
  public void hide(Board board, String user, boolean hidden) {
    settings.hide(board, user, hidden);
    announce(board);
  }

  /**
   * Announces that a board's settings have changed. If the board is that of a class with students,
   * the global one changes too: students hidden in the class are hidden there. Viewers of seasons
   * hear of the total boards as well. Blocks.
   */
  void announce(Board board) {
    channel.publish(board);
    if (board.classId().filter(classes::hasStudents).isPresent()) {
      announceGlobal();
    }
  }

  private void announceGlobal() {
    settings.revise(List.of(Board.GLOBAL));
    channel.publish(Board.GLOBAL);
  }

  void onErased(@Observes(during = TransactionPhase.AFTER_SUCCESS) SnapshotErased erased) {
    channel.publish(erased.board());
  }

  /**
   * Students who join or leave a class that hides names are shown differently on boards of
   * everybody. Those who read the boards see it at once; this tells those who follow them.
   */
  void onMembershipsChanged(
      @Observes(during = TransactionPhase.AFTER_SUCCESS) MembershipsChanged change) {
    executor.execute(() -> announceMembers(Board.ofClass(change.classId())));
  }

  private void announceMembers(Board board) {
    try {
      if (settings.hidesAnybody(board)) {
        channel.publish(board);
        announceGlobal();
      }
    } catch (RuntimeException e) {
      LOG.debugf(e, "Hidden users of %s could not be read", board.key());
    }
  }
}
