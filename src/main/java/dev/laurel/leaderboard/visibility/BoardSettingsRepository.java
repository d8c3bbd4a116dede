package dev.laurel.leaderboard.visibility;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toSet;

import dev.laurel.audit.Audit;
import dev.laurel.audit.AuditAction;
import dev.laurel.course.Classes;
import dev.laurel.leaderboard.Board;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The settings of boards in the database. A board without any has the defaults. Blocks. */
@ApplicationScoped
class BoardSettingsRepository {
  private static final int KEY_BYTES = 32;

  private final Classes classes;
  private final Audit audit;
  private final Event<BoardRevised> revised;
  private final SecureRandom random = new SecureRandom();

  BoardSettingsRepository(Classes classes, Audit audit, Event<BoardRevised> revised) {
    this.classes = classes;
    this.audit = audit;
    this.revised = revised;
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
    create(board);
    return BoardSettings.findById(board.key(), LockModeType.PESSIMISTIC_WRITE);
  }

  private void create(Board board) {
    var key = new byte[KEY_BYTES];
    random.nextBytes(key);
    BoardSettings.insertDefaults(board.key(), Base64.getEncoder().encodeToString(key));
  }

  /** Chooses what students see of a board. */
  @Transactional
  void choose(Board board, BoardChoice choice) {
    var settings = lock(board);
    settings.names = choice.names();
    settings.top = choice.top();
    settings.show = choice.show();
    settings.optIn = choice.optIn();
    settings.smallestGroup = choice.smallestGroup();
    settings.teamScore = choice.teamScore();
    audit.record(AuditAction.BOARD_NAMES_CHANGED, board.key(), choice.text());
    reviseNames(board);
  }

  /** Hides the user from the other students of the board, or shows the user again. */
  @Transactional(TxType.MANDATORY)
  void hide(Board board, String user, boolean hidden) {
    lock(board);
    if (hidden) {
      HiddenUser.insert(board, List.of(user), HiddenUser.ASKED);
    } else {
      HiddenUser.delete("board = ?1 and userId = ?2", board.key(), user);
    }
    OptedInUser.set(board, user, !hidden);
    reviseNames(board);
  }

  /** Students hidden in a class are hidden on the global board, which changes with the class's. */
  private void reviseNames(Board board) {
    revise(
        board.classId().filter(classes::hasStudents).isPresent()
            ? List.of(board, Board.GLOBAL)
            : List.of(board));
  }

  /**
   * Makes viewers of the boards and of their seasons look again after the commit, although no
   * standing has changed. In the order of their keys, since others wait for their settings.
   *
   * @param boards no seasons
   */
  @Transactional
  void revise(Collection<Board> boards) {
    boards.stream()
        .sorted(comparing(Board::key))
        .forEach(
            board -> {
              create(board);
              BoardSettings.update("revision = revision + 1 where board = ?1", board.key());
              revised.fire(new BoardRevised(board));
            });
  }

  /** Makes viewers look again at the boards on which users are, and at snapshots with them. */
  @Transactional(TxType.MANDATORY)
  void reviseBoardsOf(Set<String> users) {
    revise(
        BoardSettings.getEntityManager()
            .createQuery(
                """
                select s.board from Standing s where s.userId in :users
                union select s.board from SnapshotStanding s where s.userId in :users""",
                String.class)
            .setParameter("users", users)
            .getResultStream()
            .map(board -> new Board(board).total())
            .collect(toSet()));
  }

  /**
   * The students who are hidden in a class. Locks the settings of its board: neither they nor the
   * students' wishes change until the transaction ends.
   */
  @Transactional(TxType.MANDATORY)
  Set<String> hiddenAmong(Board board, Set<String> students) {
    var settings = lock(board);
    if (settings.names != NamePolicy.everyone) {
      return students;
    }
    var hidden =
        HiddenUser.<HiddenUser>stream("board = ?1 and userId in ?2", board.key(), students)
            .map(user -> user.userId)
            .collect(toSet());
    if (settings.optIn) {
      hidden.addAll(students);
      OptedInUser.<OptedInUser>stream("board = ?1 and userId in ?2", board.key(), students)
          .forEach(user -> hidden.remove(user.userId));
    }
    return hidden;
  }

  /** True if the board does not show all names. */
  @Transactional
  boolean hidesAnybody(Board board) {
    var settings = find(board);
    return settings.names != NamePolicy.everyone
        || settings.optIn
        || HiddenUser.count("board", board.key()) > 0;
  }
}
