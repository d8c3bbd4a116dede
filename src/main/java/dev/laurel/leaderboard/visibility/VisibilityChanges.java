package dev.laurel.leaderboard.visibility;

import dev.laurel.course.Classes;
import dev.laurel.course.Learners;
import dev.laurel.course.MembersRenamed;
import dev.laurel.course.MembershipsChanged;
import dev.laurel.course.UsersRenamed;
import dev.laurel.errors.ProblemException;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.index.BoardChannel;
import dev.laurel.security.Caller;
import dev.laurel.security.StoredRevocations;
import io.quarkus.security.UnauthorizedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/**
 * Hides users and shows them again, when they ask for it or leave a class, and announces boards
 * that look different since, or have other names.
 */
@ApplicationScoped
public class VisibilityChanges {
  private static final Logger LOG = Logger.getLogger("laurel.leaderboard");

  private final BoardSettingsRepository settings;
  private final Learners learners;
  private final Classes classes;
  private final StoredRevocations revocations;
  private final BoardChannel channel;
  private final ExecutorService executor;

  VisibilityChanges(
      BoardSettingsRepository settings,
      Learners learners,
      Classes classes,
      StoredRevocations revocations,
      BoardChannel channel,
      ExecutorService executor) {
    this.settings = settings;
    this.learners = learners;
    this.classes = classes;
    this.revocations = revocations;
    this.channel = channel;
    this.executor = executor;
  }

  /**
   * Hides a user from the other students of a board, or shows the user again, and announces it.
   * Blocks.
   *
   * @throws UnauthorizedException if the caller's token was revoked meanwhile, as it is when the
   *     user is erased
   * @throws ProblemException 403, if the user is no member of the board's class
   */
  @Transactional
  public void hide(Board board, Caller caller, boolean hidden) {
    var user = caller.id();
    // Neither does the user leave the class meanwhile, nor is erased.
    learners.lock(user);
    revocations.verify(caller);
    if (board.classId().filter(id -> classes.role(id, user).isEmpty()).isPresent()) {
      throw ProblemException.forbidden("Only members of a class see its board.");
    }
    settings.hide(board, user, hidden);
  }

  void onRenamed(@Observes UsersRenamed renamed) {
    settings.reviseBoardsOf(renamed.users());
  }

  void onRenamed(@Observes MembersRenamed renamed) {
    settings.revise(List.of(Board.ofClass(renamed.classId())));
  }

  void onRevised(@Observes(during = TransactionPhase.AFTER_SUCCESS) BoardRevised revised) {
    channel.publish(revised.board());
  }

  /**
   * Keeps students hidden on boards of everybody who leave a class that hides them, until they
   * return to it or ask to be shown.
   */
  void keepHidden(@Observes MembershipsChanged change) {
    var classId = change.classId();
    if (!change.formerStudents().isEmpty()) {
      var hidden = settings.hiddenAmong(Board.ofClass(classId), change.formerStudents());
      HiddenUser.insert(Board.GLOBAL, hidden, classId);
    }
    HiddenUser.deleteReturned(classId, change.users());
  }

  /**
   * Students who join a class that hides names are shown differently on boards of everybody. Those
   * who read the boards see it at once; this tells those who follow them.
   */
  void onMembershipsChanged(
      @Observes(during = TransactionPhase.AFTER_SUCCESS) MembershipsChanged change) {
    executor.execute(() -> announceMembers(Board.ofClass(change.classId())));
  }

  private void announceMembers(Board board) {
    try {
      if (settings.hidesAnybody(board)) {
        settings.revise(List.of(board, Board.GLOBAL));
      }
    } catch (RuntimeException e) {
      LOG.debugf(e, "Hidden users of %s could not be read", board.key());
    }
  }
}
