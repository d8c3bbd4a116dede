package dev.laurel.leaderboard.visibility;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.leaderboard.Board;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** The settings of boards in the database. A board without any has the defaults. Blocks. */
@ApplicationScoped
class BoardSettingsRepository {
  private static final int KEY_BYTES = 32;

  private final Audit audit;
  private final SecureRandom random = new SecureRandom();

  BoardSettingsRepository(Audit audit) {
    this.audit = audit;
  }

  @Transactional
  BoardSettings find(Board board) {
    return BoardSettings.<BoardSettings>findByIdOptional(board.key()).orElseGet(BoardSettings::new);
  }

  /** The boards whose time to be frozen has come. */
  @Transactional
  List<Board> freezeDue(Instant now) {
    return BoardSettings.<BoardSettings>stream("frozen = false and freezeAt <= ?1", now)
        .map(due -> new Board(due.board))
        .toList();
  }

  /** Locks the board's settings until the transaction ends, creating them if need be. */
  @Transactional(TxType.MANDATORY)
  BoardSettings lock(Board board) {
    var key = new byte[KEY_BYTES];
    random.nextBytes(key);
    BoardSettings.insertDefaults(board.key(), Base64.getEncoder().encodeToString(key));
    return BoardSettings.findById(board.key(), LockModeType.PESSIMISTIC_WRITE);
  }

  /**
   * Chooses whose names students see.
   *
   * @param top down to which rank, with {@link NamePolicy#top}
   */
  @Transactional
  void showNames(Board board, NamePolicy names, int top) {
    var settings = lock(board);
    settings.names = names;
    settings.top = top;
    settings.revision++;
    audit.record(
        AuditAction.BOARD_NAMES_CHANGED,
        board.key(),
        names == NamePolicy.top ? names + " " + top : names.name());
  }

  /** Hides the user from the other students of the board, or shows the user again. */
  @Transactional
  void hide(Board board, String user, boolean hidden) {
    var settings = lock(board);
    if (hidden) {
      HiddenUser.insert(board.key(), user);
    } else {
      HiddenUser.deleteById(new HiddenUser.Key(board.key(), user));
    }
    settings.revision++;
  }

  /** Makes viewers of the boards look again, although no standing has changed. */
  @Transactional
  void revise(Collection<Board> boards) {
    var keys = boards.stream().map(Board::key).toList();
    BoardSettings.<BoardSettings>find("board in ?1 order by board", keys)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .list()
        .forEach(settings -> settings.revision++);
  }

  /** True if the board does not show all names. */
  @Transactional
  boolean hidesAnybody(Board board) {
    return find(board).names != NamePolicy.everyone || HiddenUser.count("board", board.key()) > 0;
  }
}
